package io.llmgateway.admin;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request's body of type {@code text/csv}, in UTF-8. */
final class CsvBody {
  private static final int MOST_BYTES = 8 << 20;

  private CsvBody() {}

  /** Whether the request has such a body. */
  static boolean in(HttpServletRequest http) {
    String type = http.getContentType();
    return type != null && type.split(";")[0].trim().toLowerCase(Locale.ROOT).equals("text/csv");
  }

  /**
   * @throws ChatException.Final when it is too large, or not in UTF-8
   */
  static String read(HttpServletRequest http) {
    try {
      byte[] bytes = http.getInputStream().readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ChatException.Final(
            ErrorCode.BODY_TOO_LARGE,
            "The request body is larger than the limit of " + MOST_BYTES + " bytes.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ChatException.Final(ErrorCode.INVALID_REQUEST, "The request body is not in UTF-8.");
    } catch (IOException e) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST, "The request body could not be read to its end.");
    }
  }
}
