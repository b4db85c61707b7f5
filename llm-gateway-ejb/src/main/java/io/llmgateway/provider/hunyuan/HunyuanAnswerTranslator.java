package io.llmgateway.provider.hunyuan;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import io.llmgateway.provider.wire.ToolCallParts;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;

/**
 * Translates answers of ChatCompletions: a whole one is wrapped in {@code Response}, the events of
 * a stream are not; an error in a stream is an event with {@code ErrorMsg}.
 */
final class HunyuanAnswerTranslator implements AnswerTranslator {
  private final ToolCallParts tools = new ToolCallParts("Function", "Name", "Arguments");

  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    JsonObject response = JsonText.object(document, "Response");
    event(null, response == null ? document : response, out);
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    JsonObject error = JsonText.object(data, "ErrorMsg");
    if (error != null && !error.isEmpty()) {
      throw out.failure(fault(error));
    }
    out.started(null);
    usage(JsonText.object(data, "Usage"), out);
    if (data.get("Choices") instanceof JsonArray choices) {
      for (int i = 0; i < choices.size(); i++) {
        choice(choices.getJsonObject(i), i, out);
      }
    }
    return false;
  }

  private static Fault fault(JsonObject error) {
    JsonObject inner =
        JsonText.json()
            .createObjectBuilder()
            .add("code", String.valueOf(JsonText.text(error, "Code")))
            .add("message", String.valueOf(JsonText.text(error, "Msg")))
            .build();
    return OutcomeClassifier.told(
        JsonText.json().createObjectBuilder().add("error", inner).build());
  }

  private void choice(JsonObject choice, int index, AnswerEvents out) {
    JsonObject message = JsonText.object(choice, "Delta");
    message = message == null ? JsonText.object(choice, "Message") : message;
    if (message != null) {
      out.reasoning(index, message.getString("ReasoningContent", ""));
      out.text(index, message.getString("Content", ""));
      tools.accept(index, message.get("ToolCalls"), false, out);
    }
    String reason = JsonText.text(choice, "FinishReason");
    if (reason != null && reason.equals("sensitive")) {
      out.filtered(index, FilterHit.answer(reason));
    } else if (reason != null) {
      out.finish(index, reason);
    }
  }

  private static void usage(JsonObject usage, AnswerEvents out) {
    if (usage != null) {
      out.usage(
          usage,
          AnswerEvents.count(usage, "PromptTokens"),
          AnswerEvents.count(usage, "CompletionTokens"),
          0,
          0,
          0);
    }
  }
}
