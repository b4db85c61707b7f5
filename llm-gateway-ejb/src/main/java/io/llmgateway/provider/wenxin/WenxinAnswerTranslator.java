package io.llmgateway.provider.wenxin;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Translates answers of Qianfan v1: texts under {@code result}, an end by {@code is_end}. */
final class WenxinAnswerTranslator implements AnswerTranslator {
  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    part(document, out);
    finish(document, out);
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    part(data, out);
    if (data.get("is_end") != JsonValue.TRUE) {
      return false;
    }
    finish(data, out);
    return true;
  }

  private static void part(JsonObject data, AnswerEvents out) {
    out.started(null);
    out.text(0, data.getString("result", ""));
    JsonObject call = JsonText.object(data, "function_call");
    if (call != null && JsonText.text(call, "name") != null) {
      int index = out.tool(0, null, JsonText.text(call, "name"));
      String arguments = JsonText.text(call, "arguments");
      out.arguments(0, index, arguments == null ? "{}" : arguments);
    }
    JsonObject usage = JsonText.object(data, "usage");
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

  private static void finish(JsonObject data, AnswerEvents out) {
    String reason = data.getString("finish_reason", "normal");
    if (data.get("need_clear_history") == JsonValue.TRUE) {
      // says which message is at fault; -1 is the last one
      JsonValue round = data.get("ban_round");
      out.filtered(0, FilterHit.prompt("need_clear_history" + (round == null ? "" : " " + round)));
    } else if (data.get("is_truncated") == JsonValue.TRUE || reason.equals("length")) {
      out.finish(0, "length");
    } else if (reason.equals("function_call")) {
      out.finish(0, "tool_calls");
    } else {
      out.finish(0, reason.equals("content_filter") ? reason : "stop");
    }
  }
}
