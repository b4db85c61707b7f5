package io.llmgateway.provider.dashscope;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import io.llmgateway.provider.wire.ToolCallParts;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Translates DashScope's answers. Usage stands in every event; a choice that goes on has the finish
 * reason {@code "null"}, as a text; there is no end but the end of the stream.
 */
final class DashScopeAnswerTranslator implements AnswerTranslator {
  private static final Set<String> FILTERED =
      Set.of("content_filter", "sensitive", "data_inspection_failed", "DataInspectionFailed");

  private final boolean repeats;
  private final ToolCallParts tools = new ToolCallParts("function", "name", "arguments");
  private final Map<String, String> soFar = new HashMap<>();

  /**
   * @param repeats whether each event of a stream repeats the text so far
   */
  DashScopeAnswerTranslator(boolean repeats) {
    this.repeats = repeats;
  }

  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    event(null, document, out);
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    out.started(null);
    usage(JsonText.object(data, "usage"), out);
    JsonObject output = JsonText.object(data, "output");
    if (output == null) {
      return false;
    }
    if (output.get("choices") instanceof JsonArray choices) {
      for (int i = 0; i < choices.size(); i++) {
        choice(choices.getJsonObject(i), i, out);
      }
    } else if (output.get("text") instanceof JsonString text) {
      out.text(0, fresh("0 text", text.getString()));
      finish(0, JsonText.text(output, "finish_reason"), out);
    }
    return false;
  }

  private void choice(JsonObject choice, int place, AnswerEvents out) {
    int index = choice.get("index") instanceof JsonNumber number ? number.intValue() : place;
    JsonObject message = JsonText.object(choice, "message");
    if (message != null) {
      out.reasoning(index, fresh(index + " reasoning", text(message.get("reasoning_content"))));
      out.text(index, fresh(index + " text", text(message.get("content"))));
      tools.accept(index, message.get("tool_calls"), repeats, out);
    }
    finish(index, JsonText.text(choice, "finish_reason"), out);
  }

  private static String text(JsonValue content) {
    if (content instanceof JsonString string) {
      return string.getString();
    }
    StringBuilder text = new StringBuilder();
    if (content instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        if (part instanceof JsonObject object) {
          text.append(object.getString("text", ""));
        }
      }
    }
    return text.toString();
  }

  private String fresh(String what, String text) {
    if (!repeats) {
      return text;
    }
    String before = soFar.getOrDefault(what, "");
    if (text.length() > before.length()) {
      soFar.put(what, text);
    }
    return text.startsWith(before) ? text.substring(before.length()) : "";
  }

  private static void finish(int choice, String reason, AnswerEvents out) {
    if (reason != null && FILTERED.contains(reason)) {
      out.filtered(choice, FilterHit.answer(reason));
    } else if (reason != null && !reason.equals("null")) {
      out.finish(choice, reason);
    }
  }

  private static void usage(JsonObject usage, AnswerEvents out) {
    if (usage == null) {
      return;
    }
    JsonObject input = JsonText.object(usage, "prompt_tokens_details");
    JsonObject output = JsonText.object(usage, "output_tokens_details");
    out.usage(
        usage,
        AnswerEvents.count(usage, "input_tokens"),
        AnswerEvents.count(usage, "output_tokens"),
        AnswerEvents.countOrZero(input, "cached_tokens"),
        0,
        AnswerEvents.countOrZero(output, "reasoning_tokens"));
  }
}
