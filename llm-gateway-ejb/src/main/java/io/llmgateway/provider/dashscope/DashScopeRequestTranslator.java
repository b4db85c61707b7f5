package io.llmgateway.provider.dashscope;

import io.llmgateway.chat.ChatRequest;
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
import java.util.Set;

/** Writes a request in DashScope's own words: messages under input, the rest under parameters. */
final class DashScopeRequestTranslator {
  /** Parameters with the name that OpenAI's API, or its users, give them. */
  private static final List<String> SAME =
      List.of(
          "n",
          "seed",
          "presence_penalty",
          "repetition_penalty",
          "top_k",
          "tools",
          "parallel_tool_calls",
          "enable_search",
          "search_options",
          "thinking_budget",
          "response_format",
          "logprobs",
          "top_logprobs");

  /** What of a request is sent. */
  static final Set<String> FIELDS = fields();

  private final DashScopeOptions options;

  private static Set<String> fields() {
    Set<String> fields = new HashSet<>(SAME);
    fields.addAll(
        List.of(
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "stop",
            "tool_choice",
            "enable_thinking",
            "reasoning_effort"));
    return Set.copyOf(fields);
  }

  DashScopeRequestTranslator(DashScopeOptions options) {
    this.options = options;
  }

  /**
   * @param stream whether the provider is to stream, which may be more often than the client does
   */
  byte[] translate(Asked asked, boolean stream) {
    ChatRequest request = asked.request();
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("model", request.model());
    JsonArrayBuilder messages = JsonText.json().createArrayBuilder();
    boolean sees = options.sees(request.model());
    Conversation.of(request.body()).forEach(turn -> messages.add(message(turn, sees)));
    out.add("input", JsonText.json().createObjectBuilder().add("messages", messages));
    out.add("parameters", parameters(asked, stream));
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject message(Turn turn, boolean sees) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("role", turn.role());
    if (sees) {
      JsonArrayBuilder parts = JsonText.json().createArrayBuilder();
      for (Turn.Part part : turn.parts()) {
        parts.add(
            part.text() != null
                ? JsonText.json().createObjectBuilder().add("text", part.text())
                : JsonText.json().createObjectBuilder().add("image", address(part.image())));
      }
      out.add("content", parts);
    } else {
      out.add("content", turn.text());
    }
    JsonValue calls = turn.raw().get("tool_calls");
    if (!turn.calls().isEmpty()) {
      out.add("tool_calls", calls);
    }
    if (turn.toolCallId() != null) {
      out.add("tool_call_id", turn.toolCallId());
    }
    if (turn.raw().containsKey("partial")) {
      out.add("partial", turn.raw().get("partial"));
    }
    return out.build();
  }

  private static String address(Turn.Image image) {
    return image.data() == null
        ? image.url()
        : "data:" + image.mediaType() + ";base64," + image.data();
  }

  private JsonObject parameters(Asked asked, boolean stream) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("result_format", "message");
    if (stream) {
      out.add("incremental_output", options.incremental());
    }
    number(out, "max_tokens", asked.maxTokens());
    number(out, "temperature", asked.number("temperature", "0", "1.99"));
    number(out, "top_p", asked.number("top_p", "0.000001", "0.999999"));
    for (String name : SAME) {
      JsonValue value = asked.value(name);
      if (value != null) {
        out.add(name, value);
      }
    }
    if (asked.value("tools") != null && asked.value("parallel_tool_calls") == null) {
      out.add("parallel_tool_calls", true); // what OpenAI's API does when nothing is said
    }
    if (!asked.stops().isEmpty()) {
      out.add("stop", JsonText.json().createArrayBuilder(asked.stops()));
    }
    String choice = asked.toolChoice();
    if (choice != null && (choice.equals("auto") || choice.equals("none"))) {
      out.add("tool_choice", choice);
    } else if (choice != null && choice.startsWith(":")) {
      out.add("tool_choice", asked.value("tool_choice"));
    } else {
      asked.leftOut("tool_choice"); // it can not be told to call just any
    }
    Boolean thinking = thinking(asked);
    if (thinking != null) {
      out.add("enable_thinking", thinking);
    }
    return out.build();
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  /**
   * @return null when the client did not say
   */
  static Boolean thinking(Asked asked) {
    JsonValue own = asked.value("enable_thinking");
    if (own == JsonValue.TRUE || own == JsonValue.FALSE) {
      return own == JsonValue.TRUE;
    }
    String effort = asked.text("reasoning_effort");
    return effort == null ? null : !effort.equals("none") && !effort.equals("minimal");
  }
}
