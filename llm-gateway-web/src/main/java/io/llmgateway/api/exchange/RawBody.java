package io.llmgateway.api.exchange;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** A small body as it was sent, byte by byte, for whoever checks its signature. */
public final class RawBody {
  private RawBody() {}

  /**
   * @param maxBody in bytes
   * @throws ChatException.Final UNSUPPORTED_MEDIA_TYPE for a body that is not JSON or is
   *     compressed, BODY_TOO_LARGE, INVALID_REQUEST when it can not be read
   */
  public static byte[] read(HttpServletRequest http, int maxBody) {
    MediaTypes.requireJson(http.getContentType());
    String encoding = http.getHeader("content-encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "A notification must not be compressed.");
    }
    try {
      byte[] body = http.getInputStream().readNBytes(maxBody + 1);
      if (body.length > maxBody) {
        throw new ChatException.Final(
            ErrorCode.BODY_TOO_LARGE,
            "The request body is larger than the limit of %d bytes.".formatted(maxBody));
      }
      return body;
    } catch (IOException e) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST, "The request body could not be read to its end.");
    }
  }
}
