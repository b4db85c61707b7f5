package io.llmgateway.provider.transport;

import io.llmgateway.chat.Outcome;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Says what a provider's refusal means: status, headers and body of an answer, and errors inside
 * answers that claim to be fine. Retry, fallback, breaker and billing read only its outcome.
 *
 * <p>What the words of the providers mean stands in {@code outcomes.txt}; here stands where they
 * are looked for, and in which order. The body counts for more than the status: an empty account is
 * a 429 at some providers and a 400 at others.
 */
public final class OutcomeClassifier {
  private static final OutcomeTable TABLE = OutcomeTable.STANDARD;
  private static final int MAX_PLAIN_TEXT = 200;

  private OutcomeClassifier() {}

  /**
   * @param status of an answer that is not 2xx
   * @param header gives a header's value, or null
   * @param body its beginning, as much as one cares to read
   */
  public static Fault refusal(int status, UnaryOperator<String> header, byte[] body) {
    Duration retryAfter = RetryAfter.of(header);
    if (retryAfter == null && status == 429) {
      retryAfter = RateLimitReset.of(header); // on other answers these headers tell of no wait
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return new Fault(byStatus(status), "HTTP " + status, null, retryAfter);
    }
    if (text.charAt(0) == '<') {
      return new Fault(
          ofForeigner(status), "HTTP " + status + " with an HTML page", null, retryAfter);
    }
    JsonValue document = JsonText.parse(text);
    ErrorWords words = document == null ? null : ErrorWords.of(document, true);
    if (words == null) {
      return new Fault(ofForeigner(status), plain(status, document, text), null, retryAfter);
    }
    return fault(status, words, retryAfter);
  }

  /**
   * Looks for an error in a document that came with a 2xx status, whole or as an event of a stream.
   *
   * @return null when there is none
   */
  public static Fault inside(JsonValue document) {
    ErrorWords words = ErrorWords.of(document, false);
    return words == null ? null : fault(200, words, null);
  }

  /**
   * Reads a document that is an error by its place, whatever it looks like: an event called error.
   *
   * @return null when it says nothing
   */
  public static Fault told(JsonValue document) {
    ErrorWords words = ErrorWords.of(document, true);
    return words == null ? null : fault(200, words, null);
  }

  /** Reads words that are an error by their place, and no JSON. */
  public static Fault told(String words) {
    Outcome outcome = TABLE.message(words);
    return Fault.of(outcome == null ? Outcome.SERVER : outcome, words);
  }

  /**
   * @param first the first byte of a 2xx answer that is neither JSON nor a stream of events
   */
  public static Fault unreadable(int status, int first) {
    String what =
        switch (first) {
          case -1 -> "an empty body";
          case '<' -> "an HTML page";
          default -> "something that is not JSON";
        };
    return Fault.of(Outcome.INVALID, "HTTP " + status + " with " + what);
  }

  private static Fault fault(int status, ErrorWords words, Duration retryAfter) {
    String message = words.message() == null ? words.describe(status) : words.message();
    Outcome outcome = outcome(status, words);
    Duration when = retryAfter == null ? words.retryAfter() : retryAfter;
    if (when == null && outcome == Outcome.RATE) {
      when = RateLimitReset.ofMessage(message);
    }
    return new Fault(
        outcome,
        message,
        words.param(),
        when,
        outcome == Outcome.FILTER ? FilterWords.hit(words) : null);
  }

  private static Outcome outcome(int status, ErrorWords words) {
    Outcome outcome = null;
    for (String code : words.codes()) {
      outcome = outcome == null ? TABLE.code(code) : outcome;
    }
    if (outcome == null) {
      outcome = byNumber(words);
    }
    if (outcome == null) {
      outcome = TABLE.message(words.message());
    }
    if (outcome == null && status >= 300) {
      outcome = byStatus(status);
    }
    for (String code : words.codes()) {
      outcome = outcome == null ? TABLE.exact("status", code) : outcome;
      outcome = outcome == null ? TABLE.weakCode(code) : outcome;
    }
    return outcome == null ? Outcome.SERVER : outcome;
  }

  private static Outcome byNumber(ErrorWords words) {
    for (String code : words.codes()) {
      Outcome outcome = TABLE.exact(words.shape(), code);
      if (outcome == null && words.shape().equals("engine")) {
        outcome = TABLE.exact("error", code);
      }
      if (outcome != null) {
        return outcome;
      }
    }
    return null;
  }

  static Outcome byStatus(int status) {
    Outcome outcome = TABLE.exact("status", Integer.toString(status));
    if (outcome != null) {
      return outcome;
    }
    if (status < 400) {
      return Outcome.INVALID; // a redirect is not followed, so it is no answer
    }
    return status < 500 ? Outcome.BADREQ : Outcome.SERVER;
  }

  /** A page that no model server wrote says nothing about the request. */
  private static Outcome ofForeigner(int status) {
    Outcome outcome = byStatus(status);
    return switch (outcome) {
      case BADREQ, FILTER, TOOLONG -> Outcome.INVALID;
      default -> outcome;
    };
  }

  private static String plain(int status, JsonValue document, String text) {
    if (document instanceof JsonObject || document instanceof JsonArray) {
      return "HTTP " + status;
    }
    String words = document instanceof JsonString string ? string.getString() : text;
    return "HTTP "
        + status
        + ": "
        + (words.length() > MAX_PLAIN_TEXT ? words.substring(0, MAX_PLAIN_TEXT) : words);
  }
}
