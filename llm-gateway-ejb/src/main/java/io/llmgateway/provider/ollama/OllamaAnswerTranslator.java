package io.llmgateway.provider.ollama;

import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Translates lines of {@code /api/chat}; a whole answer is one line. */
final class OllamaAnswerTranslator implements AnswerTranslator {
  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    event(null, document, out);
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    out.started(JsonText.text(data, "model"));
    JsonObject message = JsonText.object(data, "message");
    if (message != null) {
      out.reasoning(0, message.getString("thinking", ""));
      out.text(0, message.getString("content", ""));
      if (message.get("tool_calls") instanceof JsonArray calls) {
        calls.forEach(call -> call(call.asJsonObject(), out));
      }
    }
    if (data.get("done") != JsonValue.TRUE) {
      return false;
    }
    String reason = JsonText.text(data, "done_reason");
    out.finish(0, "length".equals(reason) ? "length" : "stop");
    out.usage(
        data,
        AnswerEvents.count(data, "prompt_eval_count"),
        AnswerEvents.count(data, "eval_count"),
        0,
        0,
        0);
    return true;
  }

  private static void call(JsonObject call, AnswerEvents out) {
    JsonObject function = JsonText.object(call, "function");
    if (function != null) {
      int index = out.tool(0, JsonText.text(call, "id"), JsonText.text(function, "name"));
      JsonObject arguments = JsonText.object(function, "arguments");
      String text = JsonText.text(function, "arguments");
      out.arguments(
          0, index, arguments != null ? arguments.toString() : text != null ? text : "{}");
    }
  }
}
