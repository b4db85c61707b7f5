package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * An embeddings answer as OpenAI writes it, each vector in the encoding that the client asked for,
 * whatever the provider chose.
 */
public final class EmbeddingList {
  private EmbeddingList() {}

  /**
   * @param data the provider's {@code data}
   * @throws ChatException.Retryable when a vector is neither numbers nor base64 of floats
   */
  public static JsonBytes write(String model, JsonArray data, Usage usage, boolean base64) {
    JsonBytes out = new JsonBytes(4096);
    String separator = "{\"object\":\"list\",\"data\":[";
    int index = 0;
    for (JsonValue item : data) {
      out.ascii(separator).ascii("{\"object\":\"embedding\",\"index\":").number(index++);
      out.ascii(",\"embedding\":");
      writeVector(out, item.asJsonObject(), base64);
      out.ascii("}");
      separator = ",";
    }
    return out.ascii(data.isEmpty() ? separator + "]" : "]")
        .ascii(",\"model\":")
        .string(model)
        .ascii(",\"usage\":{\"prompt_tokens\":")
        .number(usage.inputTokens())
        .ascii(",\"total_tokens\":")
        .number(usage.totalTokens())
        .ascii("}}");
  }

  private static void writeVector(JsonBytes out, JsonObject item, boolean base64) {
    JsonValue vector = item.get("embedding");
    boolean encoded = vector instanceof JsonString;
    if (!encoded && !(vector instanceof JsonArray)) {
      throw invalid();
    }
    if (encoded == base64) {
      out.value(vector);
    } else if (base64) {
      out.string(encode(vector.asJsonArray()));
    } else {
      writeNumbers(out, ((JsonString) vector).getString());
    }
  }

  private static String encode(JsonArray vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (JsonValue number : vector) {
      if (!(number instanceof JsonNumber)) {
        throw invalid();
      }
      bytes.putFloat((float) ((JsonNumber) number).doubleValue());
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static void writeNumbers(JsonBytes out, String encoded) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (bytes.remaining() % Float.BYTES != 0) {
      throw invalid();
    }
    out.ascii("[");
    String separator = "";
    while (bytes.hasRemaining()) {
      float number = bytes.getFloat();
      if (!Float.isFinite(number)) {
        throw invalid();
      }
      out.ascii(separator).ascii(Float.toString(number));
      separator = ",";
    }
    out.ascii("]");
  }

  private static ChatException invalid() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The provider answered with embeddings that can not be read.");
  }
}
