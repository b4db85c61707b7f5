package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.stream.EventStep;
import io.llmgateway.model.stream.StepStream;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * For a model that makes one tool call at a time: calls that stand side by side in the history are
 * told one after the other, each with its result, and of several calls in an answer only the first
 * goes out: the model makes the next when it has seen the first one's result.
 */
public final class SerialToolCalls implements LanguageModel {
  private final LanguageModel inner;
  private final Consumer<String> adjusted;

  /**
   * @param adjusted learns of {@code parallel_tool_calls}; called before {@code chat} returns
   */
  public SerialToolCalls(LanguageModel inner, Consumer<String> adjusted) {
    this.inner = inner;
    this.adjusted = adjusted;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    JsonObject body = request.body();
    JsonObjectBuilder serial = JSON.createObjectBuilder(body);
    boolean tools = OfferedTools.of(request).offered();
    boolean changed = tools && body.get("parallel_tool_calls") != JsonValue.FALSE;
    if (body.get("messages") instanceof JsonArray messages) {
      JsonArray apart = apart(messages);
      changed |= apart.size() != messages.size();
      serial.add("messages", apart);
    }
    if (changed) {
      adjusted.accept("parallel_tool_calls=false");
    }
    serial.remove("parallel_tool_calls");
    JsonObject sent = serial.build();
    ChatStream answer = inner.chat(request.withBody(sent.equals(body) ? body : sent), cancellation);
    return tools ? new StepStream(answer, new FirstCalls()) : answer;
  }

  private static JsonArray apart(JsonArray messages) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    int i = 0;
    while (i < messages.size()) {
      JsonValue message = messages.get(i++);
      int end = i;
      Map<String, JsonObject> results = new HashMap<>();
      while (end < messages.size() && result(messages.get(end)) != null) {
        JsonObject result = messages.getJsonObject(end++);
        results.put(result(result), result);
      }
      if (message instanceof JsonObject object && paired(object, results, end - i)) {
        pairs(object, results, out);
        i = end;
      } else {
        out.add(message);
      }
    }
    return out.build();
  }

  /**
   * @return the id of the call that the message is the result of, or null when it is no result
   */
  private static String result(JsonValue message) {
    return message instanceof JsonObject object && "tool".equals(text(object, "role"))
        ? text(object, "tool_call_id")
        : null;
  }

  /** Whether there are several calls, and exactly one result for each. */
  private static boolean paired(JsonObject message, Map<String, JsonObject> results, int count) {
    if (!(message.get("tool_calls") instanceof JsonArray calls) || calls.size() < 2) {
      return false;
    }
    Set<String> ids = new HashSet<>();
    for (JsonValue call : calls) {
      ids.add(call instanceof JsonObject object ? text(object, "id") : null);
    }
    return count == calls.size() && ids.equals(results.keySet());
  }

  private static void pairs(
      JsonObject message, Map<String, JsonObject> results, JsonArrayBuilder out) {
    JsonObject next = message;
    for (JsonValue call : message.getJsonArray("tool_calls")) {
      JsonArrayBuilder only = JSON.createArrayBuilder().add(call);
      out.add(JSON.createObjectBuilder(next).add("tool_calls", only));
      out.add(results.get(text(call.asJsonObject(), "id")));
      // said once; what the model thought stays with each call, as vendors demand it
      next = JSON.createObjectBuilder(message).addNull("content").build();
    }
  }

  /** Lets the first call of each choice through. */
  private static final class FirstCalls implements EventStep {
    private final Map<Integer, Integer> first = new HashMap<>();

    @Override
    public void accept(ChatEvent event, Consumer<ChatEvent> out) {
      if (event instanceof ChatEvent.ToolCallStart start) {
        first.putIfAbsent(start.choice(), start.index());
        if (first.get(start.choice()) != start.index()) {
          return;
        }
      } else if (event instanceof ChatEvent.ToolCallDelta delta
          && !Integer.valueOf(delta.index()).equals(first.get(delta.choice()))) {
        return;
      }
      out.accept(event);
    }
  }
}
