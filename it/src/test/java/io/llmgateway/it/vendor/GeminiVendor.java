package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Ask.require;
import static io.llmgateway.it.vendor.Json.array;
import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * generateContent of Gemini 3 (https://ai.google.dev/api/generate-content): a call without the
 * signature of its thought is refused.
 */
final class GeminiVendor implements Vendor {
  private static final String SIGNATURE = "c2lnbmVk";
  private static final Set<String> SCHEMA =
      Set.of("type", "properties", "required", "items", "description", "enum", "format");

  @Override
  public String provider() {
    return "gemini-native";
  }

  @Override
  public String model() {
    return "gemini-3-pro-preview";
  }

  @Override
  public String base() {
    return "/v1beta";
  }

  @Override
  public String embeddingModel() {
    return "gemini-embedding-001";
  }

  @Override
  public Script answer(Exchange request) {
    String models = "/v1beta/models/" + model();
    if (!key().equals(request.header("x-goog-api-key"))) {
      return fault("AUTH");
    }
    if (request.path().endsWith(embeddingModel() + ":batchEmbedContents")) {
      List<Object> vectors = new ArrayList<>();
      for (Doc one : request.json().at("requests").items()) {
        String text = one.at("content", "parts", 0, "text").text();
        vectors.add(object("values", Embedded.vector(text)));
      }
      return Script.json(Json.text(object("embeddings", vectors)));
    }
    boolean stream = request.path().equals(models + ":streamGenerateContent?alt=sse");
    if (!stream && !request.path().equals(models + ":generateContent")) {
      return error(404, "NOT_FOUND", "no such method: " + request.path());
    }
    try {
      Ask ask = ask(request.json(), stream);
      Said said = Said.to(ask, parallel());
      return said.fault() == null ? answer(ask, said) : fault(said.fault());
    } catch (Ask.Refused e) {
      return error(400, "INVALID_ARGUMENT", e.getMessage());
    }
  }

  private static Ask ask(Doc body, boolean stream) {
    List<Ask.Message> messages = new ArrayList<>();
    String before = "";
    int open = 0;
    for (Doc content : body.at("contents").items()) {
      String role = content.at("role").text();
      require(Set.of("user", "model").contains(role) && !role.equals(before), "role " + role);
      before = role;
      List<Doc> parts = content.at("parts").items();
      long answers = parts.stream().filter(part -> part.has("functionResponse")).count();
      require(answers == open, "function responses have to be as many as calls: " + answers);
      open = (int) parts.stream().filter(part -> part.has("functionCall")).count();
      boolean first = true;
      for (Doc part : parts) {
        message(role, part, first, messages);
        first &= !part.has("functionCall");
      }
    }
    Doc functions = body.at("tools", 0, "functionDeclarations");
    List<String> tools = new ArrayList<>();
    for (Doc function : functions.items()) {
      tools.add(function.at("name").text());
      schema(function.at("parameters"));
    }
    Doc generation = body.at("generationConfig");
    return new Ask(
        messages,
        String.valueOf(body.at("systemInstruction", "parts", 0, "text").text()),
        tools,
        functions.at(0, "parameters"),
        "application/json".equals(generation.at("responseMimeType").text()),
        generation.at("thinkingConfig", "includeThoughts").isTrue(),
        stream);
  }

  private static void message(String role, Doc part, boolean first, List<Ask.Message> out) {
    if (part.has("functionCall")) {
      require(
          !first || part.at("thoughtSignature").present(),
          "Function call is missing a thought_signature in functionCall parts");
      require(part.at("functionCall", "args").value() instanceof Map, "args: not a Struct");
    } else if (part.has("functionResponse")) {
      Doc response = part.at("functionResponse");
      require("get_weather".equals(response.at("name").text()), "name of the function");
      out.add(Ask.Message.result("", response.at("response", "result").text()));
    } else {
      require(!part.at("text").text().isEmpty(), "required oneof field 'data'");
      out.add(Ask.Message.said(role.equals("model") ? "assistant" : role, part.at("text").text()));
    }
  }

  /** The subset of OpenAPI that declarations take. */
  private static void schema(Doc schema) {
    if (schema.value() instanceof Map<?, ?> fields) {
      for (Object name : fields.keySet()) {
        require(SCHEMA.contains(name), "Unknown name \"" + name + "\" at 'parameters'");
      }
      require(
          !"object".equals(schema.at("type").text()) || schema.has("properties"),
          "should be non-empty for OBJECT type");
      require(
          !"array".equals(schema.at("type").text()) || schema.has("items"), "items: missing field");
      schema(schema.at("items"));
      if (schema.at("properties").value() instanceof Map<?, ?> properties) {
        properties.keySet().forEach(name -> schema(schema.at("properties", name)));
      }
    }
  }

  private Script answer(Ask ask, Said said) {
    List<Object> parts = new ArrayList<>();
    if (!said.reasoning().isEmpty()) {
      parts.add(object("text", said.reasoning(), "thought", true));
    }
    said.pieces().forEach(piece -> parts.add(object("text", piece)));
    for (int i = 0; i < said.calls().size(); i++) {
      Ask.Call call = said.calls().get(i);
      Map<String, Object> part =
          object("functionCall", object("name", call.name(), "args", call.arguments()));
      if (i == 0) {
        part.put("thoughtSignature", SIGNATURE);
      }
      parts.add(part);
    }
    String finish = said.filtered() ? "SAFETY" : "STOP";
    if (!ask.stream()) {
      return Script.json(Json.text(document(parts, finish)));
    }
    Script script = Script.sse();
    for (int i = 0; i < parts.size(); i++) {
      Object part = document(array(parts.get(i)), i == parts.size() - 1 ? finish : null);
      script.text("data: " + Json.text(part) + "\r\n\r\n");
    }
    return script;
  }

  private static Map<String, Object> document(List<Object> parts, String finish) {
    Map<String, Object> candidate =
        object("content", object("parts", parts, "role", "model"), "index", 0);
    if (finish != null) {
      candidate.put("finishReason", finish);
    }
    return object(
        "candidates",
        array(candidate),
        "usageMetadata",
        object(
            "promptTokenCount",
            Said.PROMPT_TOKENS,
            "candidatesTokenCount",
            Said.COMPLETION_TOKENS - 3,
            "thoughtsTokenCount",
            3,
            "totalTokenCount",
            Said.PROMPT_TOKENS + Said.COMPLETION_TOKENS),
        "modelVersion",
        "gemini-3-pro-preview",
        "responseId",
        "r");
  }

  private static Script fault(String fault) {
    return switch (fault) {
      case "AUTH" ->
          Script.status(400)
              .json(
                  Json.text(
                      object(
                          "error",
                          object(
                              "code",
                              400,
                              "message",
                              "API key not valid. Please pass a valid API key.",
                              "status",
                              "INVALID_ARGUMENT",
                              "details",
                              array(
                                  object(
                                      "@type", "type.googleapis.com/google.rpc.ErrorInfo",
                                      "reason", "API_KEY_INVALID"))))));
      case "RATE" ->
          Script.status(429)
              .json(
                  Json.text(
                      object(
                          "error",
                          object(
                              "code",
                              429,
                              "message",
                              "Resource has been exhausted (e.g. check quota).",
                              "status",
                              "RESOURCE_EXHAUSTED",
                              "details",
                              array(
                                  object(
                                      "@type", "type.googleapis.com/google.rpc.RetryInfo",
                                      "retryDelay", "27s"))))));
      case "QUOTA" ->
          error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, check your plan");
      default -> error(400, "INVALID_ARGUMENT", "The input token count exceeds the context window");
    };
  }

  private static Script error(int status, String name, String message) {
    return Script.status(status)
        .json(
            Json.text(object("error", object("code", status, "message", message, "status", name))));
  }
}
