package io.llmgateway.provider.gemini;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.AnswerTranslator;
import io.llmgateway.provider.wire.ReplayMemory;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;

/**
 * Translates answers of generateContent: parts are increments, function calls come whole and mostly
 * without an id, usage stands in every event.
 */
final class GeminiAnswerTranslator implements AnswerTranslator {
  private final ReplayMemory memory;

  GeminiAnswerTranslator(ReplayMemory memory) {
    this.memory = memory;
  }

  @Override
  public void whole(JsonObject document, AnswerEvents out) {
    event(null, document, out);
  }

  @Override
  public boolean event(String name, JsonObject data, AnswerEvents out) {
    out.started(JsonText.text(data, "modelVersion"));
    usage(JsonText.object(data, "usageMetadata"), out);
    if (data.get("candidates") instanceof JsonArray candidates && !candidates.isEmpty()) {
      for (int i = 0; i < candidates.size(); i++) {
        if (candidates.get(i) instanceof JsonObject candidate) {
          candidate(candidate, out);
        }
      }
      return false;
    }
    JsonObject feedback = JsonText.object(data, "promptFeedback");
    if (feedback != null && JsonText.text(feedback, "blockReason") != null) {
      out.filtered(0, FilterHit.prompt(JsonText.text(feedback, "blockReason")));
    }
    return false;
  }

  private void candidate(JsonObject candidate, AnswerEvents out) {
    int choice = candidate.get("index") instanceof JsonNumber number ? number.intValue() : 0;
    JsonObject content = JsonText.object(candidate, "content");
    if (content != null && content.get("parts") instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        if (part instanceof JsonObject object) {
          part(choice, object, out);
        }
      }
    }
    for (String name : new String[] {"groundingMetadata", "citationMetadata"}) {
      JsonObject found = JsonText.object(candidate, name);
      if (found != null && !found.isEmpty()) {
        out.fields(choice, JsonText.json().createObjectBuilder().add(name, found).build());
      }
    }
    String reason = JsonText.text(candidate, "finishReason");
    if (reason != null) {
      finish(choice, reason, out);
    }
  }

  private void part(int choice, JsonObject part, AnswerEvents out) {
    JsonObject call = JsonText.object(part, "functionCall");
    if (call != null) {
      call(choice, part, call, out);
      return;
    }
    JsonObject inline = JsonText.object(part, "inlineData");
    if (inline != null) {
      out.fields(choice, images(inline));
      return;
    }
    String text = part.get("text") instanceof JsonString string ? string.getString() : null;
    if (part.get("thought") == JsonValue.TRUE) {
      out.reasoning(choice, text);
    } else {
      out.text(choice, text);
    }
  }

  private void call(int choice, JsonObject part, JsonObject call, AnswerEvents out) {
    int index = out.tool(choice, JsonText.text(call, "id"), JsonText.text(call, "name"));
    JsonObject arguments = JsonText.object(call, "args");
    out.arguments(choice, index, arguments == null ? "{}" : arguments.toString());
    String signature = JsonText.text(part, "thoughtSignature");
    if (signature != null) {
      String id = out.lastToolId();
      memory.keep(id, part.get("thoughtSignature"));
      JsonArrayBuilder details =
          JsonText.json()
              .createArrayBuilder()
              .add(
                  JsonText.json()
                      .createObjectBuilder()
                      .add("type", "reasoning.encrypted")
                      .add("data", signature)
                      .add("id", id)
                      .add("format", "google-gemini-v1"));
      out.fields(
          choice, JsonText.json().createObjectBuilder().add("reasoning_details", details).build());
    }
  }

  private static JsonObject images(JsonObject inline) {
    String url =
        "data:" + inline.getString("mimeType", "") + ";base64," + inline.getString("data", "");
    return JsonText.json()
        .createObjectBuilder()
        .add(
            "images",
            JsonText.json()
                .createArrayBuilder()
                .add(
                    JsonText.json()
                        .createObjectBuilder()
                        .add("type", "image_url")
                        .add("image_url", JsonText.json().createObjectBuilder().add("url", url))))
        .build();
  }

  private static void finish(int choice, String reason, AnswerEvents out) {
    switch (reason) {
      case "STOP" -> out.finish(choice, "stop");
      case "MAX_TOKENS" -> out.finish(choice, "length");
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "LANGUAGE" ->
          out.filtered(choice, FilterHit.answer(reason));
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
          throw out.failure(
              Fault.of(Outcome.INVALID, "The provider made a tool call that it could not read"));
      case "FINISH_REASON_UNSPECIFIED" -> {
        // not finished
      }
      case "OTHER" -> {
        if (out.hasOutput()) {
          out.finish(choice, "stop");
        } else {
          out.filtered(choice, FilterHit.answer(reason));
        }
      }
      default -> out.finish(choice, reason.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Thoughts are counted beside the candidates; what tools put into the prompt beside the prompt.
   */
  private static void usage(JsonObject usage, AnswerEvents out) {
    if (usage == null) {
      return;
    }
    long thoughts = AnswerEvents.countOrZero(usage, "thoughtsTokenCount");
    long candidates = AnswerEvents.countOrZero(usage, "candidatesTokenCount");
    long prompt = AnswerEvents.countOrZero(usage, "promptTokenCount");
    long tools = AnswerEvents.countOrZero(usage, "toolUsePromptTokenCount");
    boolean negative = thoughts < 0 || candidates < 0 || prompt < 0 || tools < 0;
    out.usage(
        usage,
        negative ? Long.MIN_VALUE : prompt + tools,
        negative ? Long.MIN_VALUE : candidates + thoughts,
        AnswerEvents.countOrZero(usage, "cachedContentTokenCount"),
        0,
        thoughts);
  }
}
