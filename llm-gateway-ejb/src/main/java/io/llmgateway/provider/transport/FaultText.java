package io.llmgateway.provider.transport;

import io.llmgateway.chat.Endpoint;
import java.util.regex.Pattern;

/**
 * Makes a provider's error message fit for a client: no credential, no address, no page of text.
 */
final class FaultText {
  private static final int MAX_LENGTH = 500;
  private static final int MAX_READ = 4_000;
  private static final int SHORTEST_SECRET = 4;

  private static final Pattern CREDENTIAL =
      Pattern.compile("(?i)\\b(?:sk|ak|rk|pk|bce-v3)[-_][\\w*./-]{6,}|\\bBearer\\s+\\S+");
  private static final Pattern URL = Pattern.compile("(?i)\\b(?:https?|wss?)://[^\\s\"'<>)]+");
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)\\b(?:\\d{1,3}(?:\\.\\d{1,3}){3}|localhost"
              + "|(?:[a-z0-9][a-z0-9-]*\\.)+"
              + "(?:com|net|org|cn|ai|io|dev|cloud|internal|local|lan))(?::\\d+)?(?:/[\\w./-]*)?");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

  private FaultText() {}

  static String clean(String message, Endpoint endpoint) {
    String text = message.length() > MAX_READ ? message.substring(0, MAX_READ) : message;
    for (String secret : endpoint.secrets()) {
      if (secret.length() >= SHORTEST_SECRET) {
        text = text.replace(secret, "***");
      }
    }
    text = URL.matcher(text).replaceAll("[address]");
    String host = endpoint.baseUrl().getHost();
    if (host != null && !host.isEmpty()) {
      text = text.replace(host, "[address]");
    }
    text = HOST.matcher(text).replaceAll("[address]");
    text = CREDENTIAL.matcher(text).replaceAll("***");
    text = CONTROL.matcher(text).replaceAll(" ").trim();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, cut(text)) + "...";
  }

  /** Not between the halves of a surrogate pair. */
  private static int cut(String text) {
    int end = MAX_LENGTH - 3;
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
