package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.ReplayMemory;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the {@code reasoning_details} of an answer with tool calls, and gives them back with the
 * calls when the conversation goes on: MiniMax wants them, and few clients send them.
 *
 * <p>Source: <a href="https://platform.minimax.io/docs/guides/text-m2-function-call">MiniMax on
 * interleaved thinking</a>.
 */
final class ReasoningReplay implements ChatStream {
  private static final String FIELD = "reasoning_details";

  private final ChatStream answer;
  private final ReplayMemory memory;
  private final Map<Integer, List<JsonObject>> details = new HashMap<>(2);
  private final Map<Integer, List<String>> calls = new HashMap<>(2);

  ReasoningReplay(ChatStream answer, ReplayMemory memory) {
    this.answer = answer;
    this.memory = memory;
  }

  @Override
  public ChatEvent next() {
    ChatEvent event = answer.next();
    if (event instanceof ChatEvent.ChoiceFields fields
        && fields.delta().get(FIELD) instanceof JsonArray array) {
      array.forEach(detail -> add(fields.choice(), detail));
    } else if (event instanceof ChatEvent.ToolCallStart call) {
      calls.computeIfAbsent(call.choice(), choice -> new ArrayList<>()).add(call.id());
    } else if (event instanceof ChatEvent.Finish finish) {
      keep(finish.choice());
    }
    return event;
  }

  private void add(int choice, JsonValue detail) {
    List<JsonObject> all = details.computeIfAbsent(choice, c -> new ArrayList<>());
    if (!(detail instanceof JsonObject object)) {
      return;
    }
    JsonObject last = all.isEmpty() ? null : all.get(all.size() - 1);
    if (last != null && isPieceOf(last, object)) {
      all.set(all.size() - 1, joined(last, object));
    } else {
      all.add(object);
    }
  }

  private static boolean isPieceOf(JsonObject last, JsonObject next) {
    return last.get("text") instanceof JsonString
        && next.get("text") instanceof JsonString
        && last.getOrDefault("id", JsonValue.NULL).equals(next.getOrDefault("id", JsonValue.NULL))
        && last.getOrDefault("index", JsonValue.NULL)
            .equals(next.getOrDefault("index", JsonValue.NULL));
  }

  private static JsonObject joined(JsonObject last, JsonObject next) {
    return JsonText.json()
        .createObjectBuilder(last)
        .add("text", last.getString("text") + next.getString("text"))
        .build();
  }

  private void keep(int choice) {
    List<JsonObject> kept = details.getOrDefault(choice, List.of());
    if (!kept.isEmpty()) {
      JsonArrayBuilder array = JsonText.json().createArrayBuilder();
      kept.forEach(array::add);
      JsonArray value = array.build();
      calls.getOrDefault(choice, List.of()).forEach(id -> memory.keep(id, value));
    }
  }

  @Override
  public void close() {
    answer.close();
  }

  /**
   * @return the request whose earlier answers with tool calls have their reasoning: what was kept,
   *     or else the text that the client sends
   */
  static JsonObject restored(JsonObject body, ReplayMemory memory) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      return body;
    }
    boolean changed = false;
    JsonArrayBuilder out = JsonText.json().createArrayBuilder();
    for (JsonValue message : messages) {
      JsonValue restored = message instanceof JsonObject o ? withDetails(o, memory) : message;
      changed |= restored != message;
      out.add(restored);
    }
    return changed ? JsonText.json().createObjectBuilder(body).add("messages", out).build() : body;
  }

  private static JsonValue withDetails(JsonObject message, ReplayMemory memory) {
    if (message.containsKey(FIELD)
        || !(message.get("tool_calls") instanceof JsonArray calls)
        || calls.isEmpty()) {
      return message;
    }
    String id = calls.get(0) instanceof JsonObject call ? JsonText.text(call, "id") : null;
    JsonValue details = id == null ? null : memory.recall(id);
    String text = JsonText.text(message, "reasoning_content");
    if (details == null && text == null) {
      return message;
    }
    JsonObjectBuilder out = JsonText.json().createObjectBuilder(message);
    out.remove("reasoning_content");
    return out.add(FIELD, details == null ? plain(text) : details).build();
  }

  private static JsonValue plain(String text) {
    return JsonText.json()
        .createArrayBuilder()
        .add(JsonText.json().createObjectBuilder().add("type", "reasoning.text").add("text", text))
        .build();
  }
}
