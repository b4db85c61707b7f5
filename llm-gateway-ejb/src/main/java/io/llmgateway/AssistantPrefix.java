package io.llmgateway;

import io.llmgateway.catalog.LayerOptions;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;

/**
 * A request whose last message is the beginning of the answer, which the model is to go on with.
 * Providers want it marked in different ways, or do not know it at all.
 *
 * <p>Sources: <a href="https://api-docs.deepseek.com/guides/chat_prefix_completion">DeepSeek</a>
 * and <a href="https://docs.mistral.ai/api/">Mistral</a> ({@code prefix}), <a
 * href="https://platform.moonshot.ai/docs/api/partial">Moonshot</a> and <a
 * href="https://www.alibabacloud.com/help/en/model-studio/partial-mode">Qwen</a> ({@code partial}),
 * <a href="https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html">vLLM</a> ({@code
 * continue_final_message}).
 */
final class AssistantPrefix {
  private static final List<String> MARKS = List.of("prefix", "partial");
  private static final String WHOLE_REQUEST = "continue_final_message";
  private static final JsonProvider JSON = JsonProvider.provider();

  private AssistantPrefix() {}

  /**
   * A body as the provider wants it.
   *
   * @param provider as it is to be called for it
   */
  record Marked(JsonObject body, ProviderCard provider) {}

  /**
   * @return whether the provider goes on with a given beginning of the answer
   */
  static boolean continues(ProviderCard provider) {
    return provider.wireOptions().containsKey(LayerOptions.ASSISTANT_PREFIX);
  }

  /**
   * @return the request with the beginning of the answer at its end, marked as such
   */
  static JsonObject append(JsonObject body, String text) {
    JsonArrayBuilder messages = JSON.createArrayBuilder(body.getJsonArray("messages"));
    messages.add(
        JSON.createObjectBuilder()
            .add("role", "assistant")
            .add("content", text)
            .add("prefix", true));
    return JSON.createObjectBuilder(body).add("messages", messages).build();
  }

  /**
   * @param foreign whether the request was meant for another provider
   * @param adjusted learns of it when the mark was changed
   * @throws ChatException.Final when the client wants its beginning gone on with, and this provider
   *     does not
   */
  static Marked fitting(
      JsonObject body, ProviderCard provider, boolean foreign, List<String> adjusted) {
    JsonObject last = last(body);
    if (last == null) {
      return new Marked(body, provider);
    }
    boolean marked = MARKS.stream().anyMatch(m -> last.get(m) == JsonValue.TRUE);
    String way = provider.wireOptions().get(LayerOptions.ASSISTANT_PREFIX);
    if (way == null) {
      if (marked && foreign) {
        throw new ChatException.Final(
            ErrorCode.UNSUPPORTED_PARAMETER,
            "This model does not go on with a given beginning of its answer.",
            "messages");
      }
      return new Marked(body, provider);
    }
    return new Marked(marked(body, last, way, adjusted), atItsPath(provider));
  }

  /**
   * @return the last message when it is the beginning of an answer, else null
   */
  private static JsonObject last(JsonObject body) {
    if (!(body.get("messages") instanceof JsonArray messages) || messages.isEmpty()) {
      return null;
    }
    JsonValue last = messages.get(messages.size() - 1);
    return ForeignTraces.isAssistant(last) && !last.asJsonObject().containsKey("tool_calls")
        ? last.asJsonObject()
        : null;
  }

  private static JsonObject marked(
      JsonObject body, JsonObject last, String way, List<String> adjusted) {
    JsonObjectBuilder message = JSON.createObjectBuilder(last);
    MARKS.forEach(message::remove);
    if (MARKS.contains(way)) {
      message.add(way, true);
    }
    JsonObject changed = message.build();
    JsonObjectBuilder out = JSON.createObjectBuilder(body);
    if (!changed.equals(last)) {
      JsonArray messages = body.getJsonArray("messages");
      int index = messages.size() - 1;
      out.add("messages", JSON.createArrayBuilder(messages).set(index, changed));
      adjusted.add("messages[" + index + "]." + (MARKS.contains(way) ? way : "prefix"));
    }
    if (way.equals(WHOLE_REQUEST) && !body.containsKey(WHOLE_REQUEST)) {
      out.add(WHOLE_REQUEST, true).add("add_generation_prompt", false);
      adjusted.add(WHOLE_REQUEST);
    }
    return out.build();
  }

  private static ProviderCard atItsPath(ProviderCard card) {
    String path = card.wireOptions().get(LayerOptions.ASSISTANT_PREFIX_PATH);
    return path == null ? card : card.with(Map.of("chat-path", path));
  }
}
