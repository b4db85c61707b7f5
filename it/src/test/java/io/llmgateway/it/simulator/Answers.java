package io.llmgateway.it.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a well-behaved OpenAI-compatible provider answers, by path. */
public final class Answers {
  static final int DIMENSIONS = 8;

  private Answers() {}

  public static Script answer(Exchange request) {
    String path = request.path();
    if (path.endsWith("/chat/completions")) {
      return ChatAnswer.to(request.json()).script();
    }
    if (path.endsWith("/completions")) {
      return Script.json(completion(request.json()));
    }
    if (path.endsWith("/embeddings")) {
      return Script.json(embeddings(request.json()));
    }
    if (path.endsWith("/models")) {
      return Script.json(
          "{\"object\":\"list\",\"data\":[{\"id\":\"sim-small\",\"object\":\"model\","
              + "\"created\":1700000000,\"owned_by\":\"simulator\"}]}");
    }
    return Script.status(404).json(error("no such path", "not_found"));
  }

  /** OpenAI's error body. */
  public static String error(String message, String code) {
    return error(message, "invalid_request_error", code);
  }

  public static String error(String message, String type, String code) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("type", type);
    error.put("param", null);
    error.put("code", code);
    return JsonWriter.write(Map.of("error", error));
  }

  /**
   * @return the vector of a text: the same text always gives the same one
   */
  public static float[] vector(String text, int dimensions) {
    float[] vector = new float[dimensions];
    int hash = text.hashCode();
    for (int i = 0; i < dimensions; i++) {
      hash = hash * 31 + i;
      vector[i] = (hash % 1000) / 1024f;
    }
    return vector;
  }

  private static String embeddings(Doc request) {
    List<String> inputs = inputs(request.at("input"));
    int dimensions = request.has("dimensions") ? request.at("dimensions").integer() : DIMENSIONS;
    boolean base64 = "base64".equals(request.at("encoding_format").text());
    List<Object> data = new ArrayList<>();
    long words = 0;
    for (String input : inputs) {
      float[] vector = vector(input, dimensions);
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("object", "embedding");
      item.put("index", data.size());
      item.put("embedding", base64 ? base64(vector) : numbers(vector));
      data.add(item);
      words += ChatAnswer.words(input);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("object", "list");
    answer.put("data", data);
    answer.put("model", request.at("model"));
    answer.put("usage", Map.of("prompt_tokens", words, "total_tokens", words));
    return JsonWriter.write(answer);
  }

  /** A text, token numbers, or a list of either; token numbers count as their decimal text. */
  private static List<String> inputs(Doc input) {
    if (input.text() != null) {
      return List.of(input.text());
    }
    if (!input.items().isEmpty() && input.at(0).number() != null) {
      return List.of(input.toString());
    }
    return input.items().stream().map(i -> i.text() != null ? i.text() : i.toString()).toList();
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : vector) {
      bytes.putFloat(v);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static List<Object> numbers(float[] vector) {
    List<Object> numbers = new ArrayList<>();
    for (float v : vector) {
      numbers.add(v);
    }
    return numbers;
  }

  private static String completion(Doc request) {
    String prompt = request.at("prompt").text();
    long words = ChatAnswer.words(prompt == null ? "" : prompt);
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("text", prompt);
    choice.put("logprobs", null);
    choice.put("finish_reason", "stop");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", "cmpl-sim");
    answer.put("object", "text_completion");
    answer.put("created", ChatAnswer.CREATED);
    answer.put("model", request.at("model"));
    answer.put("choices", List.of(choice));
    answer.put(
        "usage",
        Map.of("prompt_tokens", words, "completion_tokens", words, "total_tokens", 2 * words));
    return JsonWriter.write(answer);
  }
}
