package io.llmgateway.provider.sensenova;

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

/** Writes a request in SenseNova's own words. */
final class SenseNovaRequestTranslator {
  private static final List<String> SAME =
      List.of(
          "n",
          "user",
          "repetition_penalty",
          "tools",
          "tool_choice",
          "know_ids",
          "knowledge_config",
          "plugins");

  /** What of a request is sent. */
  static final Set<String> FIELDS = fields();

  private SenseNovaRequestTranslator() {}

  private static Set<String> fields() {
    Set<String> fields = new HashSet<>(SAME);
    fields.addAll(
        List.of("max_tokens", "max_completion_tokens", "temperature", "top_p", "max_new_tokens"));
    return Set.copyOf(fields);
  }

  static byte[] translate(Asked asked) {
    ChatRequest request = asked.request();
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("model", request.model());
    JsonArrayBuilder messages = JsonText.json().createArrayBuilder();
    Conversation.of(request.body()).forEach(turn -> messages.add(message(turn)));
    out.add("messages", messages).add("stream", request.stream());
    BigDecimal most = asked.maxTokens();
    number(out, "max_new_tokens", most == null ? asked.number("max_new_tokens") : most);
    number(out, "temperature", asked.number("temperature", "0.01", "2"));
    number(out, "top_p", asked.number("top_p", "0.01", "0.99"));
    for (String name : SAME) {
      JsonValue value = asked.value(name);
      if (value != null) {
        out.add(name, value);
      }
    }
    return out.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void number(JsonObjectBuilder out, String name, BigDecimal value) {
    if (value != null) {
      out.add(name, value);
    }
  }

  private static JsonObject message(Turn turn) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder().add("role", turn.role());
    if (turn.parts().stream().anyMatch(part -> part.image() != null)) {
      out.add("content", parts(turn));
    } else {
      out.add("content", turn.text());
    }
    if (!turn.calls().isEmpty()) {
      out.add("tool_calls", turn.raw().get("tool_calls"));
    }
    if (turn.toolCallId() != null) {
      out.add("tool_call_id", turn.toolCallId());
    }
    return out.build();
  }

  /** The address of an image is a text here, not an object. */
  private static JsonArrayBuilder parts(Turn turn) {
    JsonArrayBuilder parts = JsonText.json().createArrayBuilder();
    for (Turn.Part part : turn.parts()) {
      Turn.Image image = part.image();
      if (image == null) {
        parts.add(
            JsonText.json().createObjectBuilder().add("type", "text").add("text", part.text()));
      } else if (image.data() == null) {
        parts.add(
            JsonText.json()
                .createObjectBuilder()
                .add("type", "image_url")
                .add("image_url", image.url()));
      } else {
        parts.add(
            JsonText.json()
                .createObjectBuilder()
                .add("type", "image_base64")
                .add("image_base64", image.data()));
      }
    }
    return parts;
  }
}
