package io.llmgateway.provider.ollama;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a request in the words of {@code /api/chat}. */
final class OllamaRequestTranslator {
  private static final Map<String, String> LEVELS =
      Map.of("none", "low", "minimal", "low", "xhigh", "high", "max", "high");

  /** Numbers that stand under options with the same name. */
  private static final List<String> SAMPLING =
      List.of(
          "temperature",
          "top_k",
          "top_p",
          "min_p",
          "seed",
          "presence_penalty",
          "frequency_penalty",
          "repeat_penalty");

  /** What of a request is sent. */
  static final Set<String> FIELDS = fields();

  private final OllamaOptions options;

  private static Set<String> fields() {
    Set<String> fields = new HashSet<>(SAMPLING);
    fields.addAll(
        List.of(
            "tools",
            "tool_choice",
            "response_format",
            "think",
            "reasoning_effort",
            "max_tokens",
            "max_completion_tokens",
            "stop"));
    return Set.copyOf(fields);
  }

  OllamaRequestTranslator(OllamaOptions options) {
    this.options = options;
  }

  byte[] translate(Asked asked) {
    ChatRequest request = asked.request();
    asked.refuseSeveralChoices();
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("model", request.model());
    JsonArrayBuilder messages = JsonText.json().createArrayBuilder();
    Conversation.of(request.body()).forEach(turn -> messages.add(message(turn)));
    out.add("messages", messages).add("stream", request.stream());
    if (!asked.functions().isEmpty() && !"none".equals(asked.toolChoice())) {
      out.add("tools", asked.value("tools"));
      if (!"auto".equals(asked.toolChoice())) {
        asked.leftOut("tool_choice"); // unknown here
      }
    }
    JsonObject schema = asked.schema();
    if (schema != null) {
      out.add("format", schema);
    } else if (asked.json()) {
      out.add("format", "json");
    }
    think(asked, request.model(), out);
    if (options.keepAlive() != null) {
      out.add("keep_alive", options.keepAlive());
    }
    JsonObject sampling = sampling(asked);
    if (!sampling.isEmpty()) {
      out.add("options", sampling);
    }
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Some models know levels only (https://ollama.com/blog/thinking). */
  private void think(Asked asked, String model, JsonObjectBuilder out) {
    String effort = asked.text("reasoning_effort");
    if (asked.value("think") != null) {
      out.add("think", asked.value("think"));
    } else if (effort != null && options.levels().matcher(model).matches()) {
      out.add("think", LEVELS.getOrDefault(effort, effort));
    } else if (effort != null) {
      boolean off = effort.equals("none") || effort.equals("minimal");
      out.add("think", off ? JsonValue.FALSE : JsonValue.TRUE);
    }
  }

  private JsonObject sampling(Asked asked) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    if (options.numCtx() > 0) {
      out.add("num_ctx", options.numCtx());
    }
    number(out, "num_predict", asked.maxTokens());
    for (String name : SAMPLING) {
      number(out, name, asked.number(name));
    }
    if (!asked.stops().isEmpty()) {
      out.add("stop", JsonText.json().createArrayBuilder(asked.stops()));
    }
    return out.build();
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private static JsonObject message(Turn turn) {
    JsonObjectBuilder out =
        JsonText.json().createObjectBuilder().add("role", turn.role()).add("content", turn.text());
    JsonArrayBuilder images = JsonText.json().createArrayBuilder();
    boolean any = false;
    for (Turn.Part part : turn.parts()) {
      if (part.image() != null) {
        images.add(data(part.image()));
        any = true;
      }
    }
    if (any) {
      out.add("images", images);
    }
    if (!turn.calls().isEmpty()) {
      JsonArrayBuilder calls = JsonText.json().createArrayBuilder();
      turn.calls().forEach(call -> calls.add(call(call)));
      out.add("tool_calls", calls);
    }
    if (turn.role().equals("tool") && turn.name() != null) {
      out.add("tool_name", turn.name());
    }
    return out.build();
  }

  private static String data(Turn.Image image) {
    if (image.data() == null) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_PARAMETER,
          "This provider takes images as data only, not by their address",
          "messages");
    }
    return image.data();
  }

  private static JsonObject call(Turn.ToolCall call) {
    return JsonText.json()
        .createObjectBuilder()
        .add(
            "function",
            JsonText.json()
                .createObjectBuilder()
                .add("name", call.name())
                .add("arguments", Conversation.arguments(call)))
        .build();
  }
}
