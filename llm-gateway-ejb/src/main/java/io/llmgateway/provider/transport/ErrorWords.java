package io.llmgateway.provider.transport;

import static io.llmgateway.provider.transport.JsonText.object;
import static io.llmgateway.provider.transport.JsonText.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of an error, found in whichever shape a provider puts them.
 *
 * @param shape which table the digits of a code belong to: error, engine, base_resp, error_code
 * @param codes what classifies the error, the most telling first; never null
 * @param message for people, or null
 * @param param the request field at fault, or null
 * @param retryAfter when to come back, or null
 */
record ErrorWords(
    String shape, List<String> codes, String message, String param, Duration retryAfter) {

  /**
   * @param document what came in place of an answer, or an answer
   * @param surely whether the status says that this is an error, so that even a lone message counts
   * @return null when this is no error
   */
  static ErrorWords of(JsonValue document, boolean surely) {
    if (document instanceof JsonArray array && array.size() == 1) {
      return of(array.get(0), surely); // Gemini's compatible endpoint wraps its errors
    }
    if (!(document instanceof JsonObject root)) {
      return null;
    }
    ErrorWords words = nested(root);
    if (words == null) {
      words = numbered(root);
    }
    if (words == null && (surely || !answers(root))) {
      words = flat(root, surely);
    }
    return words;
  }

  private static boolean answers(JsonObject root) {
    return root.get("choices") instanceof JsonArray choices && !choices.isEmpty()
        || root.get("data") instanceof JsonArray;
  }

  private static ErrorWords nested(JsonObject root) {
    JsonValue error = root.get("error");
    if (error instanceof JsonArray list && !list.isEmpty()) {
      error = list.get(0);
    }
    if (error == null || error == JsonValue.NULL) {
      return enveloped(root);
    }
    if (error == JsonValue.TRUE) {
      return flat(root, true);
    }
    if (error instanceof JsonString string) {
      return string.getString().isEmpty()
          ? null
          : new ErrorWords("error", codes(root, "code", "type"), string.getString(), null, null);
    }
    if (!(error instanceof JsonObject object) || object.isEmpty()) {
      return null;
    }
    if (saysNothing(object)) {
      return null;
    }
    String message = first(text(object, "message"), text(object, "msg"), text(root, "message"));
    List<String> codes = new ArrayList<>(4);
    codes.addAll(ErrorDetails.codes(object));
    codes.addAll(codes(object, "code", "type", "status"));
    JsonObject inner = object(object, "innererror");
    if (inner != null) {
      codes.addAll(codes(inner, "code"));
    }
    return new ErrorWords(
        "error", codes, message, text(object, "param"), ErrorDetails.retryDelay(object));
  }

  /** An object for errors that says that there is none: {@code {"code":0,"message":""}}. */
  private static boolean saysNothing(JsonObject error) {
    return "0".equals(text(error, "code"))
        && text(error, "message") == null
        && text(error, "type") == null;
  }

  /** Errors in the envelopes of Tencent Cloud, Volcengine's control plane and Cloudflare. */
  private static ErrorWords enveloped(JsonObject root) {
    for (String envelope : List.of("Response", "ResponseMetadata")) {
      JsonObject inner = object(root, envelope);
      if (inner != null && object(inner, "Error") != null) {
        return pascal(object(inner, "Error"), "Message");
      }
    }
    if (object(root, "ErrorMsg") != null) {
      return pascal(object(root, "ErrorMsg"), "Msg");
    }
    if (root.get("errors") instanceof JsonArray list
        && !list.isEmpty()
        && list.get(0) instanceof JsonObject one) {
      return new ErrorWords("flat", codes(one, "code", "type"), text(one, "message"), null, null);
    }
    return null;
  }

  private static ErrorWords pascal(JsonObject error, String message) {
    return new ErrorWords("error", codes(error, "Code"), text(error, message), null, null);
  }

  /** Errors told by a number that is not zero. */
  private static ErrorWords numbered(JsonObject root) {
    JsonObject base = object(root, "base_resp");
    if (base != null && failed(text(base, "status_code"))) {
      return new ErrorWords(
          "base_resp", codes(base, "status_code"), text(base, "status_msg"), null, null);
    }
    if (failed(text(root, "error_code"))) {
      return new ErrorWords(
          "error_code", codes(root, "error_code"), text(root, "error_msg"), null, null);
    }
    JsonObject header = object(root, "header");
    if (header != null && failed(text(header, "code"))) {
      return new ErrorWords("engine", codes(header, "code"), text(header, "message"), null, null);
    }
    JsonObject status = object(root, "status");
    if (status != null && failed(text(status, "code"))) {
      return new ErrorWords("error", codes(status, "code"), text(status, "message"), null, null);
    }
    // beside an answer only a number counts, as Spark's engine says it
    return root.get("code") instanceof JsonNumber && answers(root) ? flat(root, false) : null;
  }

  private static boolean failed(String number) {
    return number != null && !number.equals("0");
  }

  /** Errors whose words stand at the top, beside nothing that would be an answer. */
  private static ErrorWords flat(JsonObject root, boolean surely) {
    String code = text(root, "code");
    boolean coded =
        failed(code)
            && !code.equals("200")
            && !code.equalsIgnoreCase("success")
            && !code.equalsIgnoreCase("ok");
    boolean named =
        "error".equals(text(root, "object"))
            || "error".equals(text(root, "type"))
            || "error".equals(text(root, "status"))
            || root.get("success") == JsonValue.FALSE;
    boolean detailed = root.containsKey("detail");
    if (!coded && !named && !detailed && !surely) {
      return null;
    }
    String message =
        first(
            text(root, "message"),
            text(root, "msg"),
            text(root, "Message"),
            text(root, "detail"),
            text(root, "error_msg"),
            text(root, "error_description"));
    if (message == null) {
      message = complaint(root);
    }
    String shape = root.get("code") instanceof JsonString ? "flat" : "engine";
    return new ErrorWords(
        shape, codes(root, "type", "code", "__type"), message, text(root, "param"), null);
  }

  /** FastAPI's list of what is wrong: {@code detail:[{loc,msg,...}]}, maybe inside a message. */
  private static String complaint(JsonObject root) {
    JsonObject message = object(root, "message");
    JsonValue detail = (message == null ? root : message).get("detail");
    if (detail instanceof JsonArray list
        && !list.isEmpty()
        && list.get(0) instanceof JsonObject entry) {
      return first(text(entry, "msg"), text(entry, "type"));
    }
    return null;
  }

  private static List<String> codes(JsonObject object, String... names) {
    List<String> codes = new ArrayList<>(names.length + 1);
    for (String name : names) {
      String code = text(object, name);
      if (code != null) {
        codes.add(code);
      }
    }
    return codes;
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  /** What to say when the provider gave no message. */
  String describe(int status) {
    String code = codes.isEmpty() ? "" : " (" + codes.get(0) + ")";
    return status == 200 ? "The provider reported an error" + code : "HTTP " + status + code;
  }
}
