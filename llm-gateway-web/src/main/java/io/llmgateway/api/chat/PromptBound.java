package io.llmgateway.api.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * An upper bound, by estimate, of the tokens of a prompt; the hold on the caller's money is made
 * from it before any provider has counted.
 *
 * <p>No tokenizer is asked: each vendor has its own, and counting a long prompt costs more than the
 * rest of the gateway. Instead half the UTF-8 bytes are taken. English has about four bytes to a
 * token, code about three, Chinese and Japanese (three bytes a character) between two and six, so
 * half is above what is charged in practice; only texts made to hurt (rare symbols, random bytes)
 * come near it. What the caller pays is the provider's own count; the surplus of the hold returns.
 *
 * <p>Each message adds {@link #TOKENS_PER_MESSAGE} for its role and separators, each image {@link
 * #TOKENS_PER_IMAGE} instead of its bytes: vendors count by tiles, whatever the encoding, and stay
 * below that at full detail. A document or sound inside the request counts by its bytes.
 */
public final class PromptBound {
  static final long TOKENS_PER_MESSAGE = 8;
  static final long TOKENS_PER_IMAGE = 3_000;
  private static final long PUNCTUATION = 4;

  private long bytes;
  private long tokens;

  private PromptBound() {}

  /**
   * @param body a chat request whose {@code messages} are an array of objects
   * @return tokens, at least 1
   */
  public static long ofChat(JsonObject body) {
    PromptBound bound = new PromptBound();
    JsonArray messages = body.getJsonArray("messages");
    bound.tokens += TOKENS_PER_MESSAGE * messages.size();
    bound.add(messages);
    bound.addWithNames(body.get("tools"));
    bound.addWithNames(body.get("functions"));
    bound.addWithNames(body.get("response_format"));
    return bound.total();
  }

  /**
   * @param input a string, an array of strings, an array of tokens or an array of those
   * @return tokens, at least 1
   */
  public static long ofInput(JsonValue input) {
    PromptBound bound = new PromptBound();
    bound.add(input);
    return bound.total();
  }

  private long total() {
    return Math.max(1, tokens + (bytes + 1) / 2);
  }

  /** Counts the texts of a value; numbers are tokens of an embeddings input. */
  private void add(JsonValue value) {
    switch (value.getValueType()) {
      case STRING:
        bytes += utf8Length(((JsonString) value).getChars());
        break;
      case NUMBER:
        tokens++;
        break;
      case ARRAY:
        value.asJsonArray().forEach(this::add);
        break;
      case OBJECT:
        addObject(value.asJsonObject());
        break;
      default:
        break;
    }
  }

  private void addObject(JsonObject object) {
    if (object.containsKey("image_url")) {
      tokens += TOKENS_PER_IMAGE;
      return;
    }
    object.values().forEach(this::add);
  }

  /**
   * As {@link #add}, but member names and punctuation count too: a schema reaches the model whole.
   */
  private void addWithNames(JsonValue value) {
    if (value == null) {
      return;
    }
    bytes += PUNCTUATION;
    if (value.getValueType() == JsonValue.ValueType.OBJECT) {
      value
          .asJsonObject()
          .forEach(
              (name, member) -> {
                bytes += utf8Length(name) + PUNCTUATION;
                addWithNames(member);
              });
    } else if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      value.asJsonArray().forEach(this::addWithNames);
    } else if (value.getValueType() == JsonValue.ValueType.STRING) {
      bytes += utf8Length(((JsonString) value).getChars());
    } else {
      bytes += value.toString().length();
    }
  }

  private static long utf8Length(CharSequence text) {
    long length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return length;
  }
}
