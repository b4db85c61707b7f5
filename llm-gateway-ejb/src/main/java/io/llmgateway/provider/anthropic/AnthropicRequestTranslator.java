package io.llmgateway.provider.anthropic;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a request in the words of the Messages API. */
final class AnthropicRequestTranslator {
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

  byte[] translate(ChatRequest request) {
    Asked asked = new Asked(request);
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
    tools(asked, out);
    sampling(request, asked, thinking, out);
    format(asked, thinking, out);
    passOn(request.body(), out);
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
    return Math.max(1, most > 0 ? Math.min(limit, most) : limit);
  }

  private void system(List<Turn> turns, Asked asked, JsonObjectBuilder out) {
    JsonArrayBuilder blocks = JsonText.json().createArrayBuilder();
    boolean any = false;
    for (Turn turn : turns) {
      if (turn.role().equals("system")) {
        for (Turn.Part part : turn.parts()) {
          if (part.text() != null && !part.text().isEmpty()) {
            blocks.add(AnthropicMessages.text(part));
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

  private static void tools(Asked asked, JsonObjectBuilder out) {
    List<JsonObject> functions = asked.functions();
    if (functions.isEmpty()) {
      return;
    }
    JsonArrayBuilder tools = JsonText.json().createArrayBuilder();
    for (JsonObject function : functions) {
      tools.add(tool(function));
    }
    out.add("tools", tools);
    JsonObject choice = choice(asked);
    if (choice != null) {
      out.add("tool_choice", choice);
    }
  }

  private static JsonObject tool(JsonObject function) {
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
    if (function.get("cache_control") != null) {
      tool.add("cache_control", function.get("cache_control"));
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
    if (!stops.isEmpty()) {
      out.add("stop_sequences", JsonText.json().createArrayBuilder(stops));
    }
    if (thinking.on()) {
      out.add("thinking", thinking.field());
      return; // thinking takes no temperature but 1, and no top_k
    }
    if (thinking.field() != null) {
      out.add("thinking", thinking.field());
    }
    if (options.noSampling().matcher(request.model()).matches()) {
      return;
    }
    BigDecimal temperature = asked.number("temperature", "0", "1");
    BigDecimal topP = asked.number("top_p", "0", "1");
    if (temperature != null) {
      out.add("temperature", temperature);
    } else if (topP != null) {
      out.add("top_p", topP); // newer models refuse both together
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
  private static void passOn(JsonObject body, JsonObjectBuilder out) {
    for (String name : List.of("cache_control", "service_tier", "context_management", "betas")) {
      JsonValue value = body.get(name);
      if (value != null && value != JsonValue.NULL) {
        out.add(name, value);
      }
    }
    String user = JsonText.text(body, "user");
    if (user != null) {
      out.add("metadata", JsonText.json().createObjectBuilder().add("user_id", user));
    }
  }

  /** Whether the model thinks, and what says so. */
  record Thinking(JsonObject field, boolean on, String effort) {
    private static final Thinking NOTHING_SAID = new Thinking(null, false, null);
    private static final long LEAST_BUDGET = 1024;

    static Thinking of(
        String model,
        Asked asked,
        List<Turn> turns,
        long limit,
        AnthropicOptions options,
        ReplayMemory memory) {
      JsonObject own = asked.object("thinking");
      if (own != null) {
        return new Thinking(own, !"disabled".equals(JsonText.text(own, "type")), effort(asked));
      }
      String effort = asked.text("reasoning_effort");
      if (effort == null || effort.equals("none") || effort.equals("minimal")) {
        return NOTHING_SAID;
      }
      String choice = asked.toolChoice();
      boolean forced = choice != null && !choice.equals("auto") && !choice.equals("none");
      if (forced || !AnthropicMessages.canThink(turns, memory)) {
        return NOTHING_SAID; // refused with a forced tool, and after calls without their thinking
      }
      if (options.adaptive().matcher(model).matches()) {
        JsonObject adaptive = JsonText.json().createObjectBuilder().add("type", "adaptive").build();
        return new Thinking(adaptive, true, effort.equals("xhigh") ? "max" : effort);
      }
      long budget = budget(effort, limit);
      return budget < LEAST_BUDGET ? NOTHING_SAID : new Thinking(enabled(budget), true, null);
    }

    private static String effort(Asked asked) {
      JsonObject config = asked.object("output_config");
      return config == null ? null : JsonText.text(config, "effort");
    }

    /** A share of the output: the answer needs room, too. */
    private static long budget(String effort, long limit) {
      long share =
          switch (effort) {
            case "low" -> limit / 4;
            case "medium" -> limit / 2;
            default -> limit * 4 / 5;
          };
      return Math.min(Math.max(share, LEAST_BUDGET), limit - 1);
    }

    private static JsonObject enabled(long budget) {
      return JsonText.json()
          .createObjectBuilder()
          .add("type", "enabled")
          .add("budget_tokens", budget)
          .build();
    }
  }
}
