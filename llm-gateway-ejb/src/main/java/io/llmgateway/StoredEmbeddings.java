package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.ChatEventJson;
import io.llmgateway.chat.EmbeddingAnswer;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;

/** Vectors as a JSON document, to give them again. */
final class StoredEmbeddings {
  private static final JsonProvider JSON = JsonProvider.provider();

  private StoredEmbeddings() {}

  /**
   * @param largest in characters
   * @return null when it would be larger
   */
  static CharSequence write(EmbeddingResult result, int largest) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject()
          .write("channel", result.channel())
          .write("model", result.upstreamModel())
          .write("attempts", result.attempts())
          .writeKey("usage");
      ChatEventJson.write(result.usage(), out);
      out.write("data", result.answer().data()).writeEnd();
    }
    return text.getBuffer().length() > largest ? null : text.getBuffer();
  }

  static EmbeddingResult read(String document) {
    try (JsonReader reader = JSON.createReader(new StringReader(document))) {
      JsonObject in = reader.readObject();
      return new EmbeddingResult(
          new EmbeddingAnswer(in.getJsonArray("data"), null),
          ChatEventJson.readUsage(in.getJsonArray("usage")),
          in.getString("channel"),
          in.getString("model"),
          in.getInt("attempts"),
          RateLimitState.UNLIMITED);
    }
  }
}
