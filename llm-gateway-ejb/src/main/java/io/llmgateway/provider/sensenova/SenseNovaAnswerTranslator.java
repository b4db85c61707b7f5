package io.llmgateway.provider.sensenova;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import io.llmgateway.provider.wire.ToolCallParts;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * Translates answers in their envelope: {@code data} and {@code status}; a message or a delta is a
 * text, or an object with a content.
 */
final class SenseNovaAnswerTranslator implements AnswerTranslator {
  private final ToolCallParts tools = new ToolCallParts("function", "name", "arguments");

  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    event(null, document, out);
  }

  @Override
  public boolean event(String name, JsonObject envelope, AnswerEvents out) {
    JsonObject status = JsonText.object(envelope, "status");
    if (status != null
        && status.get("code") instanceof JsonNumber code
        && code.bigDecimalValue().signum() != 0) {
      String words = JsonText.text(status, "message");
      throw out.failure(Fault.of(Outcome.SERVER, words == null ? "code " + code : words));
    }
    JsonObject data = JsonText.object(envelope, "data");
    if (data == null) {
      return false;
    }
    out.started(null);
    usage(JsonText.object(data, "usage"), out);
    if (data.get("choices") instanceof JsonArray choices) {
      for (int i = 0; i < choices.size(); i++) {
        choice(choices.getJsonObject(i), i, out);
      }
    }
    return false;
  }

  private void choice(JsonObject choice, int place, AnswerEvents out) {
    int index = choice.get("index") instanceof JsonNumber number ? number.intValue() : place;
    out.reasoning(index, choice.getString("reasoning_content", ""));
    said(index, choice.get(choice.containsKey("delta") ? "delta" : "message"), out);
    tools.accept(index, choice.get("tool_calls"), false, out);
    String reason = JsonText.text(choice, "finish_reason");
    if (reason != null && reason.equals("sensitive")) {
      out.filtered(index, FilterHit.answer(reason));
    } else if (reason != null) {
      out.finish(index, reason.equals("context") ? "length" : reason);
    }
  }

  private void said(int choice, JsonValue said, AnswerEvents out) {
    if (said instanceof JsonString text) {
      out.text(choice, text.getString());
    } else if (said instanceof JsonObject object) {
      out.reasoning(choice, object.getString("reasoning_content", ""));
      out.text(choice, object.getString("content", ""));
      tools.accept(choice, object.get("tool_calls"), false, out);
    }
  }

  /** What was looked up is part of the total, and of the prompt. */
  private static void usage(JsonObject usage, AnswerEvents out) {
    if (usage != null) {
      long prompt = AnswerEvents.countOrZero(usage, "prompt_tokens");
      long knowledge = AnswerEvents.countOrZero(usage, "knowledge_tokens");
      out.usage(
          usage,
          prompt < 0 || knowledge < 0 ? Long.MIN_VALUE : prompt + knowledge,
          AnswerEvents.count(usage, "completion_tokens"),
          0,
          0,
          0);
    }
  }
}
