package io.llmgateway.provider.gemini;

import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a request in the words of generateContent. */
final class GeminiRequestTranslator {
  /** What of a request is sent. */
  static final Set<String> FIELDS =
      Set.of(
          "temperature",
          "top_p",
          "top_k",
          "max_tokens",
          "max_completion_tokens",
          "seed",
          "presence_penalty",
          "frequency_penalty",
          "n",
          "stop",
          "tools",
          "tool_choice",
          "response_format",
          "reasoning_effort",
          "thinkingConfig",
          "safetySettings",
          "cachedContent",
          "labels");

  /** The service takes no more. */
  private static final int MOST_STOPS = 5;

  private static final Map<String, Integer> BUDGETS =
      Map.of("none", 0, "minimal", 0, "low", 1024, "medium", 8192, "high", 24576, "xhigh", 24576);

  private final GeminiOptions options;
  private final ReplayMemory memory;

  GeminiRequestTranslator(GeminiOptions options, ReplayMemory memory) {
    this.options = options;
    this.memory = memory;
  }

  byte[] translate(Asked asked) {
    ChatRequest request = asked.request();
    List<Turn> turns = Conversation.of(request.body());
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    JsonObject system = system(turns);
    if (system != null) {
      out.add("systemInstruction", system);
    }
    boolean signed = options.levels().matcher(request.model()).matches();
    out.add("contents", new GeminiContents(memory, options.callIds(), signed).of(turns));
    tools(asked, out);
    for (String name : List.of("safetySettings", "cachedContent", "labels")) {
      if (asked.value(name) != null) {
        out.add(name, asked.value(name));
      }
    }
    out.add("generationConfig", generation(request, asked));
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject system(List<Turn> turns) {
    JsonArrayBuilder parts = JsonText.json().createArrayBuilder();
    boolean any = false;
    for (Turn turn : turns) {
      if (turn.role().equals("system") && !turn.text().isEmpty()) {
        parts.add(JsonText.json().createObjectBuilder().add("text", turn.text()));
        any = true;
      }
    }
    return any ? JsonText.json().createObjectBuilder().add("parts", parts).build() : null;
  }

  private void tools(Asked asked, JsonObjectBuilder out) {
    List<JsonObject> functions = asked.functions();
    if (functions.isEmpty()) {
      return;
    }
    JsonArrayBuilder declarations = JsonText.json().createArrayBuilder();
    functions.forEach(function -> declarations.add(declaration(function)));
    out.add(
        "tools",
        JsonText.json()
            .createArrayBuilder()
            .add(JsonText.json().createObjectBuilder().add("functionDeclarations", declarations)));
    String choice = asked.toolChoice();
    if (choice != null) {
      JsonObjectBuilder config = JsonText.json().createObjectBuilder();
      switch (choice) {
        case "auto" -> config.add("mode", "AUTO");
        case "none" -> config.add("mode", "NONE");
        case "required" -> config.add("mode", "ANY");
        default ->
            config
                .add("mode", "ANY")
                .add(
                    "allowedFunctionNames",
                    JsonText.json().createArrayBuilder().add(choice.substring(1)));
      }
      out.add(
          "toolConfig", JsonText.json().createObjectBuilder().add("functionCallingConfig", config));
    }
  }

  private JsonObject declaration(JsonObject function) {
    JsonObjectBuilder declaration =
        JsonText.json().createObjectBuilder().add("name", function.getString("name", ""));
    String description = JsonText.text(function, "description");
    if (description != null) {
      declaration.add("description", description);
    }
    JsonObject parameters = JsonText.object(function, "parameters");
    if (parameters != null && options.wholeSchemas()) {
      declaration.add("parametersJsonSchema", parameters);
    } else if (parameters != null) {
      JsonObject reduced = new SchemaSubset(parameters).reduced();
      if (reduced != null) {
        declaration.add("parameters", reduced);
      }
    }
    return declaration.build();
  }

  private JsonObject generation(ChatRequest request, Asked asked) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    number(out, "temperature", asked.number("temperature", "0", "2"));
    number(out, "topP", asked.number("top_p", "0", "1"));
    number(out, "topK", asked.number("top_k"));
    number(out, "maxOutputTokens", asked.maxTokens());
    number(out, "seed", asked.number("seed"));
    number(out, "presencePenalty", asked.number("presence_penalty"));
    number(out, "frequencyPenalty", asked.number("frequency_penalty"));
    if (request.choices() > 1) {
      out.add("candidateCount", request.choices());
    }
    List<String> stops = asked.stops();
    if (stops.size() > MOST_STOPS) {
      asked.leftOut("stop");
    }
    if (!stops.isEmpty()) {
      out.add(
          "stopSequences",
          JsonText.json().createArrayBuilder(stops.subList(0, Math.min(MOST_STOPS, stops.size()))));
    }
    format(asked, out);
    thinking(request.model(), asked, out);
    return out.build();
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private void format(Asked asked, JsonObjectBuilder out) {
    JsonObject schema = asked.schema();
    if (schema == null && !asked.json()) {
      return;
    }
    out.add("responseMimeType", "application/json");
    if (schema != null && options.wholeSchemas()) {
      out.add("responseJsonSchema", schema);
    } else if (schema != null) {
      JsonObject reduced = new SchemaSubset(schema).reduced();
      if (reduced != null) {
        out.add("responseSchema", reduced);
      }
    }
  }

  private void thinking(String model, Asked asked, JsonObjectBuilder out) {
    JsonObject own = asked.object("thinkingConfig");
    String effort = asked.text("reasoning_effort");
    if (own != null) {
      out.add("thinkingConfig", own);
    } else if (effort != null) {
      JsonObjectBuilder config = JsonText.json().createObjectBuilder();
      if (options.levels().matcher(model).matches()) {
        boolean low = effort.equals("none") || effort.equals("minimal") || effort.equals("low");
        config.add("thinkingLevel", low ? "low" : "high");
        config.add("includeThoughts", true);
      } else {
        int budget = BUDGETS.getOrDefault(effort, -1);
        config.add("thinkingBudget", budget);
        config.add("includeThoughts", budget != 0);
      }
      out.add("thinkingConfig", config);
    }
  }
}
