package io.llmgateway.provider.spark;

import static io.llmgateway.provider.transport.JsonText.object;

import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Translates the messages of an answer; the one of status 2 is the last and has the usage. */
final class SparkAnswerTranslator implements AnswerTranslator {
  private static final int LAST = 2;

  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    event(null, document, out);
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    out.started(null);
    JsonObject payload = object(data, "payload");
    JsonObject choices = payload == null ? null : object(payload, "choices");
    if (choices != null && choices.get("text") instanceof JsonArray texts) {
      for (JsonValue text : texts) {
        part(text.asJsonObject(), out);
      }
    }
    JsonObject header = object(data, "header");
    boolean last =
        header != null
            && header.get("status") instanceof JsonNumber status
            && status.intValue() == LAST;
    if (last) {
      out.finish(0, "stop");
      usage(payload == null ? null : object(payload, "usage"), out);
    }
    return last;
  }

  private static void part(JsonObject text, AnswerEvents out) {
    out.reasoning(0, text.getString("reasoning_content", ""));
    out.text(0, text.getString("content", ""));
    JsonObject call = object(text, "function_call");
    if (call != null && JsonText.text(call, "name") != null) {
      int index = out.tool(0, null, JsonText.text(call, "name"));
      JsonValue arguments = call.get("arguments");
      String said = JsonText.text(call, "arguments");
      out.arguments(
          0, index, said != null ? said : arguments instanceof JsonObject o ? o.toString() : "{}");
    }
  }

  private static void usage(JsonObject holder, AnswerEvents out) {
    JsonObject usage = holder == null ? null : object(holder, "text");
    if (usage != null) {
      out.usage(
          usage,
          AnswerEvents.count(usage, "prompt_tokens"),
          AnswerEvents.count(usage, "completion_tokens"),
          0,
          0,
          0);
    }
  }
}
