package io.llmgateway.provider.anthropic;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a request in the words of the Messages API. */
final class AnthropicRequestTranslator {
  /** What of a request is sent. */
  static final Set<String> FIELDS =
      Set.of(
          "max_tokens",
          "max_completion_tokens",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "stop",
          "temperature",
          "top_p",
          "top_k",
          "response_format",
          "reasoning_effort",
          "thinking",
          "output_config",
          "user",
          "service_tier",
          "cache_control",
          "context_management",
          "betas");

  private static final Set<String> TIERS = Set.of("auto", "standard_only");
  private static final String JSON_ONLY =
      "Answer with a single JSON object and nothing else: no explanation, no code fence.";

  private final AnthropicOptions options;
  private final List<ModelCard> models;
  private final ReplayMemory memory;

  /**
   * @param models whose limits of output are known
   */
  AnthropicRequestTranslator(
      AnthropicOptions options, List<ModelCard> models, ReplayMemory memory) {
    this.options = options;
    this.models = models;
    this.memory = memory;
  }

  byte[] translate(Asked asked) {
    ChatRequest request = asked.request();
    asked.refuseSeveralChoices();
    List<Turn> turns = Conversation.of(request.body());
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    if (options.modelInBody()) {
      out.add("model", request.model());
    }
    if (options.versionInBody() != null) {
      out.add("anthropic_version", options.versionInBody());
    }
    long limit = limit(request, asked);
    Thinking thinking = Thinking.of(request.model(), asked, turns, limit, options, memory);
    out.add("max_tokens", limit);
    system(turns, asked, out);
    out.add("messages", new AnthropicMessages(memory, thinking.on()).of(turns));
    tools(asked, turns, out);
    sampling(request, asked, thinking, out);
    format(asked, thinking, out);
    passOn(asked, out);
    if (request.stream() && !options.awsFrames()) { // Bedrock's path says it
      out.add("stream", true);
    }
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private long limit(ChatRequest request, Asked asked) {
    long most = 0;
    for (ModelCard model : models) {
      most = model.id().equals(request.model()) ? model.maxOutputTokens() : most;
    }
    BigDecimal wanted = asked.maxTokens();
    long limit = wanted != null ? wanted.longValue() : most > 0 ? most : options.maxTokens();
    long within = Math.max(1, most > 0 ? Math.min(limit, most) : limit);
    if (wanted != null && within != limit) {
      asked.changed(
          asked.value("max_completion_tokens") == null ? "max_tokens" : "max_completion_tokens",
          within);
    }
    return within;
  }

  private void system(List<Turn> turns, Asked asked, JsonObjectBuilder out) {
    JsonArrayBuilder blocks = JsonText.json().createArrayBuilder();
    boolean any = false;
    for (Turn turn : turns) {
      if (turn.role().equals("system")) {
        for (Turn.Part part : turn.parts()) {
          if (part.text() != null && !part.text().isBlank()) { // an empty one is refused
            blocks.add(AnthropicMessages.text(part, turn));
            any = true;
          }
        }
      }
    }
    String words = schemaInWords(asked);
    if (words != null) {
      blocks.add(JsonText.json().createObjectBuilder().add("type", "text").add("text", words));
      any = true;
    }
    if (any) {
      out.add("system", blocks);
    }
  }

  private String schemaInWords(Asked asked) {
    if (asked.json()) {
      return JSON_ONLY;
    }
    return asked.schema() != null && options.jsonSchema().equals("none")
        ? JSON_ONLY + " It has to match this JSON schema: " + asked.schema()
        : null;
  }

  private static void tools(Asked asked, List<Turn> turns, JsonObjectBuilder out) {
    List<JsonObject> functions = asked.functions();
    if (functions.isEmpty()) {
      toolsOfTheHistory(turns, out);
      return;
    }
    JsonArray outer = (JsonArray) asked.value("tools");
    JsonArrayBuilder tools = JsonText.json().createArrayBuilder();
    for (int i = 0; i < functions.size(); i++) {
      tools.add(tool(functions.get(i), outer.getJsonObject(i)));
    }
    out.add("tools", tools);
    JsonObject choice = choice(asked);
    if (choice != null) {
      out.add("tool_choice", choice);
    }
  }

  /** A conversation in which tools were called is refused when none are declared. */
  private static void toolsOfTheHistory(List<Turn> turns, JsonObjectBuilder out) {
    Set<String> names = new LinkedHashSet<>();
    turns.forEach(turn -> turn.calls().forEach(call -> names.add(call.name())));
    if (!names.isEmpty()) {
      JsonArrayBuilder tools = JsonText.json().createArrayBuilder();
      for (String name : names) {
        JsonObject function = JsonText.json().createObjectBuilder().add("name", name).build();
        tools.add(tool(function, function));
      }
      out.add("tools", tools);
      out.add("tool_choice", JsonText.json().createObjectBuilder().add("type", "none"));
    }
  }

  /**
   * @param outer what the function stands in: a mark for the cache may stand in either
   */
  private static JsonObject tool(JsonObject function, JsonObject outer) {
    JsonObjectBuilder tool =
        JsonText.json().createObjectBuilder().add("name", function.getString("name", ""));
    String description = JsonText.text(function, "description");
    if (description != null) {
      tool.add("description", description);
    }
    JsonObject schema = JsonText.object(function, "parameters");
    JsonObjectBuilder input =
        schema == null
            ? JsonText.json().createObjectBuilder()
            : JsonText.json().createObjectBuilder(schema);
    if (schema == null || !schema.containsKey("type")) {
      input.add("type", "object"); // required, and often left out where there are no parameters
    }
    tool.add("input_schema", input);
    JsonObject mark = JsonText.object(outer, "cache_control");
    mark = mark == null ? JsonText.object(function, "cache_control") : mark;
    if (mark != null) {
      tool.add("cache_control", mark);
    }
    return tool.build();
  }

  private static JsonObject choice(Asked asked) {
    String wanted = asked.toolChoice();
    boolean serial = asked.isFalse("parallel_tool_calls");
    if (wanted == null && !serial) {
      return null;
    }
    JsonObjectBuilder choice = JsonText.json().createObjectBuilder();
    if (wanted == null || wanted.equals("auto")) {
      choice.add("type", "auto");
    } else if (wanted.equals("none")) {
      return choice.add("type", "none").build();
    } else if (wanted.equals("required")) {
      choice.add("type", "any");
    } else {
      choice.add("type", "tool").add("name", wanted.substring(1));
    }
    if (serial) {
      choice.add("disable_parallel_tool_use", true);
    }
    return choice.build();
  }

  private void sampling(
      ChatRequest request, Asked asked, Thinking thinking, JsonObjectBuilder out) {
    List<String> stops = asked.stops().stream().filter(stop -> !stop.isBlank()).toList();
    if (stops.size() < asked.stops().size()) {
      asked.leftOut("stop"); // one of white space alone is refused
    }
    if (!stops.isEmpty()) {
      out.add("stop_sequences", JsonText.json().createArrayBuilder(stops));
    }
    if (thinking.on()) {
      out.add("thinking", thinking.field());
      List.of("temperature", "top_p", "top_k").forEach(asked::leftOut); // refused beside thinking
      return;
    }
    if (thinking.field() != null) {
      out.add("thinking", thinking.field());
    }
    if (options.noSampling().matcher(request.model()).matches()) {
      List.of("temperature", "top_p", "top_k").forEach(asked::leftOut);
      return;
    }
    BigDecimal temperature = asked.number("temperature", "0", "1");
    if (temperature != null) {
      out.add("temperature", temperature);
      asked.leftOut("top_p"); // newer models refuse both together
    } else if (asked.value("top_p") != null) {
      out.add("top_p", asked.number("top_p", "0", "1"));
    }
    if (asked.number("top_k") != null) {
      out.add("top_k", asked.number("top_k"));
    }
  }

  private void format(Asked asked, Thinking thinking, JsonObjectBuilder out) {
    JsonObjectBuilder config = JsonText.json().createObjectBuilder();
    boolean any = false;
    if (thinking.effort() != null) {
      config.add("effort", thinking.effort());
      any = true;
    }
    JsonObject schema = asked.schema();
    if (schema != null && !options.jsonSchema().equals("none")) {
      JsonObjectBuilder format =
          JsonText.json().createObjectBuilder().add("type", "json_schema").add("schema", schema);
      if (options.jsonSchema().equals("output_format")) {
        out.add("output_format", format);
      } else {
        config.add("format", format);
        any = true;
      }
    }
    if (any) {
      out.add("output_config", config);
    }
  }

  /** Fields that have the vendor's own name already, and the user. */
  private void passOn(Asked asked, JsonObjectBuilder out) {
    for (String name : List.of("cache_control", "context_management")) {
      JsonValue value = asked.value(name);
      if (value != null) {
        out.add(name, value);
      }
    }
    String tier = asked.text("service_tier");
    if (tier != null && TIERS.contains(tier)) {
      out.add("service_tier", tier);
    } else {
      asked.leftOut("service_tier"); // OpenAI's other tiers are not this vendor's
    }
    if (options.versionInBody() != null && asked.value("betas") != null) {
      out.add("anthropic_beta", asked.value("betas")); // elsewhere it is a header
    }
    String user = asked.text("user");
    if (user != null) {
      out.add("metadata", JsonText.json().createObjectBuilder().add("user_id", user));
    }
  }
}
