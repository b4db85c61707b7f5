package io.llmgateway.provider.wenxin;

import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.Conversation;
import io.llmgateway.provider.wire.Turn;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a request of Qianfan v1: the system's words in a field of their own, users and assistants
 * in turn, beginning and ending with a user; one function call at a time.
 */
final class WenxinRequestTranslator {
  /** What of a request is sent. */
  static final Set<String> FIELDS =
      Set.of(
          "temperature",
          "top_p",
          "penalty_score",
          "max_tokens",
          "max_completion_tokens",
          "stop",
          "user",
          "disable_search",
          "enable_citation",
          "tools",
          "tool_choice");

  private WenxinRequestTranslator() {}

  /** A message that is being put together from neighbours of one role. */
  private record Said(String role, StringBuilder text, JsonObject functionCall, String name) {}

  static byte[] translate(Asked asked) {
    ChatRequest request = asked.request();
    asked.refuseSeveralChoices();
    StringBuilder system = new StringBuilder();
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    JsonArrayBuilder messages = JsonText.json().createArrayBuilder();
    for (Said said : alternating(Conversation.of(request.body()), system)) {
      messages.add(message(said));
    }
    out.add("messages", messages);
    if (system.length() > 0) {
      out.add("system", system.toString());
    }
    number(out, "temperature", asked.number("temperature", "0.01", "1"));
    number(out, "top_p", asked.number("top_p", "0", "1"));
    number(out, "penalty_score", asked.number("penalty_score", "1", "2"));
    number(out, "max_output_tokens", asked.maxTokens());
    if (!asked.stops().isEmpty()) {
      out.add("stop", JsonText.json().createArrayBuilder(asked.stops()));
    }
    if (asked.text("user") != null) {
      out.add("user_id", asked.text("user"));
    }
    if (!asked.functions().isEmpty() && !"none".equals(asked.toolChoice())) {
      JsonArrayBuilder functions = JsonText.json().createArrayBuilder();
      asked.functions().forEach(functions::add);
      out.add("functions", functions);
      if (!"auto".equals(asked.toolChoice())) {
        asked.leftOut("tool_choice");
      }
    }
    for (String name : List.of("disable_search", "enable_citation")) {
      if (asked.value(name) != null) {
        out.add(name, asked.value(name));
      }
    }
    out.add("stream", request.stream());
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private static List<Said> alternating(List<Turn> turns, StringBuilder system) {
    List<Said> all = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn.role().equals("system")) {
        system.append(system.length() > 0 ? "\n" : "").append(turn.text());
        continue;
      }
      String role = turn.role().equals("tool") ? "function" : turn.role();
      Said last = all.isEmpty() ? null : all.get(all.size() - 1);
      if (last == null && !role.equals("user")) {
        all.add(new Said("user", new StringBuilder("."), null, null));
      }
      if (last != null && last.role().equals(role) && last.functionCall() == null) {
        last.text().append('\n').append(turn.text());
      } else {
        all.add(new Said(role, new StringBuilder(turn.text()), call(turn), turn.name()));
      }
    }
    if (all.isEmpty() || all.get(all.size() - 1).role().equals("assistant")) {
      all.add(new Said("user", new StringBuilder("."), null, null));
    }
    return all;
  }

  private static JsonObject call(Turn turn) {
    if (turn.calls().isEmpty()) {
      return null;
    }
    Turn.ToolCall call = turn.calls().get(0);
    return JsonText.json()
        .createObjectBuilder()
        .add("name", call.name())
        .add("arguments", call.arguments())
        .build();
  }

  private static JsonObject message(Said said) {
    String text = said.text().length() == 0 ? " " : said.text().toString();
    JsonObjectBuilder out =
        JsonText.json().createObjectBuilder().add("role", said.role()).add("content", text);
    if (said.functionCall() != null) {
      out.add("function_call", said.functionCall());
    }
    if (said.name() != null) {
      out.add("name", said.name());
    }
    return out.build();
  }
}
