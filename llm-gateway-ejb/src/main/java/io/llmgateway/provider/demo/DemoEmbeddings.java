package io.llmgateway.provider.demo;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Random;

/** Vectors that are the same for the same text, of length 1, and mean nothing. */
final class DemoEmbeddings implements EmbeddingModel {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int DIMENSIONS = 256;

  @Override
  public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
    int dimensions = Math.max(1, request.body().getInt("dimensions", DIMENSIONS));
    List<? extends JsonValue> inputs = inputs(request.body().get("input"));
    JsonArrayBuilder data = JSON.createArrayBuilder();
    long words = 0;
    for (int i = 0; i < inputs.size(); i++) {
      String text = inputs.get(i).toString();
      words += DemoText.words(text).size();
      data.add(
          JSON.createObjectBuilder()
              .add("object", "embedding")
              .add("index", i)
              .add("embedding", vector(text, dimensions)));
    }
    return new EmbeddingAnswer(data.build(), Usage.of(words, 0));
  }

  private static List<? extends JsonValue> inputs(JsonValue input) {
    boolean several =
        input instanceof JsonArray array
            && !array.isEmpty()
            && array.get(0).getValueType() != JsonValue.ValueType.NUMBER;
    return several ? input.asJsonArray() : List.of(input);
  }

  private static JsonArrayBuilder vector(String text, int dimensions) {
    double[] direction = new Random(text.hashCode()).doubles(dimensions, -1, 1).toArray();
    double length = 0;
    for (double d : direction) {
      length += d * d;
    }
    JsonArrayBuilder vector = JSON.createArrayBuilder();
    for (double d : direction) {
      vector.add(d / Math.sqrt(length));
    }
    return vector;
  }
}
