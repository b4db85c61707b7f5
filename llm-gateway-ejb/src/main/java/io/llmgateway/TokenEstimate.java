package io.llmgateway;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * Tokens of a text when the provider did not count them. OpenAI's {@code o200k_base} stands in for
 * every model's own encoding; a record that rests on it is marked as estimated.
 */
final class TokenEstimate {
  /** Beyond this many characters the rest is taken to be like the beginning. */
  private static final int SAMPLE = 50_000;

  private static final int PER_MESSAGE = 4;
  private static final int PER_IMAGE = 1_000;

  private TokenEstimate() {}

  /** Loads the encoding, so that no request has to wait for it. */
  static void warmUp() {
    tokens("a");
  }

  /**
   * @param given what the model was given of its answer, to go on with
   * @param text what it wrote
   */
  static Usage of(JsonObject request, String given, String text, String reasoning) {
    long reasoningTokens = tokens(reasoning);
    long input = prompt(request) + (given.isEmpty() ? 0 : PER_MESSAGE + tokens(given));
    return new Usage(input, tokens(text) + reasoningTokens, 0, 0, reasoningTokens);
  }

  static long prompt(JsonObject request) {
    long sum = request.containsKey("tools") ? tokens(request.get("tools").toString()) : 0;
    if (request.get("messages") instanceof JsonArray messages) {
      for (JsonValue message : messages) {
        sum += PER_MESSAGE + of(message);
      }
    }
    return sum + of(request.get("input"));
  }

  private static long of(JsonValue value) {
    if (value instanceof JsonString text) {
      return tokens(text.getString());
    }
    long sum = 0;
    if (value instanceof JsonArray array) {
      for (JsonValue item : array) {
        sum += item.getValueType() == JsonValue.ValueType.NUMBER ? 1 : of(item);
      }
    } else if (value instanceof JsonObject object) {
      if (object.containsKey("image_url")) {
        return PER_IMAGE;
      }
      for (JsonValue member : object.values()) {
        sum += of(member);
      }
    }
    return sum;
  }

  static long tokens(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() <= SAMPLE) {
      return O200k.ENCODING.countTokensOrdinary(text);
    }
    long sampled = O200k.ENCODING.countTokensOrdinary(text.substring(0, SAMPLE));
    return sampled * text.length() / SAMPLE + 1;
  }

  /** Loaded at the first use: it takes a second and some memory. */
  private static final class O200k {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }
}
