package io.llmgateway.provider.spark;

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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Writes the one message that is sent: header, parameters, and the conversation as payload. */
final class SparkRequestTranslator {
  /** What of a request is sent. */
  static final Set<String> FIELDS =
      Set.of(
          "user",
          "temperature",
          "top_k",
          "max_tokens",
          "max_completion_tokens",
          "tools",
          "tool_choice");

  private static final int LONGEST_USER = 32;

  private SparkRequestTranslator() {}

  static byte[] translate(Asked asked, String appId) {
    ChatRequest request = asked.request();
    asked.refuseSeveralChoices();
    JsonObjectBuilder header = JsonText.json().createObjectBuilder().add("app_id", appId);
    String user = asked.text("user");
    if (user != null) {
      String known = user.substring(0, Math.min(LONGEST_USER, user.length()));
      header.add("uid", known);
      if (!known.equals(user)) {
        asked.changed("user", known);
      }
    }
    JsonObjectBuilder chat = JsonText.json().createObjectBuilder().add("domain", request.model());
    number(chat, "temperature", asked.number("temperature", "0.01", "1"));
    number(chat, "top_k", asked.number("top_k", "1", "6"));
    number(chat, "max_tokens", asked.maxTokens());
    return JsonText.json()
        .createObjectBuilder()
        .add("header", header)
        .add("parameter", JsonText.json().createObjectBuilder().add("chat", chat))
        .add("payload", payload(request, asked))
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private static JsonObject payload(ChatRequest request, Asked asked) {
    JsonArrayBuilder text = JsonText.json().createArrayBuilder();
    for (Turn turn : Conversation.of(request.body())) {
      if (turn.parts().stream().anyMatch(part -> part.image() != null)) {
        throw new ChatException.Final(
            ErrorCode.UNSUPPORTED_PARAMETER, "This provider takes no images", "messages");
      }
      // results of tools come as the user's words: this API has no role for them
      boolean tool = turn.role().equals("tool");
      String said = tool ? turn.name() + ": " + turn.text() : turn.text();
      for (Turn.ToolCall call : turn.calls()) {
        said += call.name() + "(" + call.arguments() + ")";
      }
      text.add(
          JsonText.json()
              .createObjectBuilder()
              .add("role", tool ? "user" : turn.role())
              .add("content", said));
    }
    JsonObjectBuilder payload =
        JsonText.json()
            .createObjectBuilder()
            .add("message", JsonText.json().createObjectBuilder().add("text", text));
    if (!asked.functions().isEmpty() && !"none".equals(asked.toolChoice())) {
      JsonArrayBuilder functions = JsonText.json().createArrayBuilder();
      asked.functions().forEach(functions::add);
      payload.add("functions", JsonText.json().createObjectBuilder().add("text", functions));
      if (!"auto".equals(asked.toolChoice())) {
        asked.leftOut("tool_choice");
      }
    }
    return payload.build();
  }
}
