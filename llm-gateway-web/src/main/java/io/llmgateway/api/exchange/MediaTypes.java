package io.llmgateway.api.exchange;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.util.Locale;
import java.util.Set;

/**
 * Which {@code content-type} and {@code accept} the gateway can serve (RFC 9110 section 8.3, 12.5).
 */
final class MediaTypes {
  private static final Set<String> SERVED =
      Set.of("*/*", "application/*", "application/json", "text/*", "text/event-stream");

  private MediaTypes() {}

  static void requireJson(String contentType) {
    String[] parts = contentType == null ? new String[] {""} : contentType.split(";");
    if (!parts[0].trim().equalsIgnoreCase("application/json")) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The content type must be application/json.");
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=")
          && !parameter.equals("charset=utf-8")
          && !parameter.equals("charset=utf8")) {
        throw new ChatException.Final(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The only charset that is taken is utf-8.");
      }
    }
  }

  static void requireAcceptable(String accept) {
    if (accept == null || accept.isBlank()) {
      return;
    }
    for (String range : accept.split(",")) {
      String[] parts = range.split(";");
      if (SERVED.contains(parts[0].trim().toLowerCase(Locale.ROOT)) && !refused(parts)) {
        return;
      }
    }
    throw new ChatException.Final(
        ErrorCode.NOT_ACCEPTABLE, "Only application/json and text/event-stream are served here.");
  }

  /** Whether a quality of zero says "not this". */
  private static boolean refused(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].trim().matches("[qQ]=0(\\.0{0,3})?")) {
        return true;
      }
    }
    return false;
  }
}
