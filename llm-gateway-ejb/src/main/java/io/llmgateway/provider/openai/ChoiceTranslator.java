package io.llmgateway.provider.openai;

import static io.llmgateway.provider.transport.JsonText.object;
import static io.llmgateway.provider.transport.JsonText.text;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Translates what belongs to one choice, and remembers what it was.
 *
 * <p>The finish is held back until the end of the stream: a provider may name a reason before its
 * last text (Qianfan's {@code normal}, MiniMax's built-in search), and the last one counts.
 */
final class ChoiceTranslator {
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "index",
          "delta",
          "message",
          "messages",
          "text",
          "finish_reason",
          "logprobs",
          "usage",
          "error");
  private static final Set<String> KNOWN_DELTA =
      Set.of(
          "role",
          "name",
          "content",
          "tool_calls",
          "function_call",
          "reasoning_content",
          "reasoning");

  private static final String FILTERED = "content_filter";

  /** Reasons that end a choice before it is whole. */
  private static final Set<String> CUT = Set.of("length", FILTERED);

  private final int index;
  private final Consumer<ChatEvent> events;
  private final ToolCallTranslator toolCalls;
  private final Map<String, JsonValue> seen = new HashMap<>(4);
  private JsonObjectBuilder heldFields;
  private LegacyFunctionCall functionCall;
  private boolean output;
  private String finishWord;
  private FilterHit hit;

  ChoiceTranslator(int index, Consumer<ChatEvent> events) {
    this.index = index;
    this.events = events;
    this.toolCalls = new ToolCallTranslator(index);
  }

  boolean hasOutput() {
    return output;
  }

  boolean hasFinish() {
    return finishWord != null;
  }

  /**
   * @return false also for a reason that may stand beside text in the middle of a stream (Qianfan)
   */
  boolean surelyFinished() {
    return finishWord != null && !finishWord.equals("normal");
  }

  /** A content policy has ended the choice. */
  void filtered(FilterHit stop) {
    finishWord = FILTERED;
    hit = stop;
  }

  /**
   * @return how the choice failed, or null when it did not
   */
  Outcome accept(JsonObject choice) {
    JsonObject delta = object(choice, "delta");
    if (delta == null) {
      delta = object(choice, "message");
      if (delta != null && output) {
        delta = null; // the whole answer once more, after its parts (MiniMax)
      }
    }
    if (delta != null && "tool".equals(text(delta, "role"))) {
      return null; // the provider's own search, before the answer (MiniMax)
    }
    fields(choice);
    JsonObject logprobs = object(choice, "logprobs");
    if (delta != null) {
      delta(delta, logprobs);
    } else if (!output && choice.get("text") instanceof JsonString text) {
      emitText(text.getString(), logprobs);
    }
    return finish(text(choice, "finish_reason"));
  }

  private Outcome finish(String word) {
    if (FinishWords.isNone(word)) {
      return null;
    }
    Outcome failure = FinishWords.failure(word);
    if (failure == null) {
      finishWord = word;
      return null;
    }
    if (failure == Outcome.OVERLOAD && output) {
      finishWord = "length"; // cut short for want of capacity, but of use
      return null;
    }
    return failure;
  }

  private void delta(JsonObject delta, JsonObject logprobs) {
    reasoning(delta);
    content(delta.get("content"), logprobs);
    JsonValue calls = delta.get("tool_calls");
    if (calls != null && calls != JsonValue.NULL) {
      toolCalls.accept(calls, this::emit);
    }
    JsonObject legacy = object(delta, "function_call");
    if (legacy != null) {
      functionCall = functionCall == null ? new LegacyFunctionCall() : functionCall;
      functionCall.accept(legacy);
      output = true;
    }
    unknown(delta);
  }

  private void reasoning(JsonObject delta) {
    String reasoning = text(delta, "reasoning_content");
    if (reasoning == null) {
      reasoning = text(delta, "reasoning");
    }
    if (reasoning == null && delta.get("reasoning_details") instanceof JsonArray details) {
      reasoning = parts(details);
    }
    if (reasoning != null && !reasoning.isEmpty()) {
      emit(new ChatEvent.ReasoningDelta(index, reasoning));
    }
  }

  private static String parts(JsonArray details) {
    StringBuilder text = new StringBuilder();
    for (JsonValue detail : details) {
      if (detail instanceof JsonObject object) {
        String part = text(object, "text");
        part = part == null ? text(object, "summary") : part;
        text.append(part == null ? "" : part);
      }
    }
    return text.toString();
  }

  private void content(JsonValue content, JsonObject logprobs) {
    if (content instanceof JsonString string) {
      emitText(string.getString(), logprobs);
      return;
    }
    if (content instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        if (part instanceof JsonObject object) {
          part(object);
        } else if (part instanceof JsonString string) {
          emitText(string.getString(), null);
        }
      }
    }
    if (logprobs != null) {
      emitText("", logprobs);
    }
  }

  /** A typed block of a content array (Magistral). */
  private void part(JsonObject part) {
    if (part.get("thinking") instanceof JsonArray thinking) {
      String text = parts(thinking);
      if (!text.isEmpty()) {
        emit(new ChatEvent.ReasoningDelta(index, text));
      }
    } else if (part.get("thinking") instanceof JsonString thinking) {
      if (!thinking.getString().isEmpty()) {
        emit(new ChatEvent.ReasoningDelta(index, thinking.getString()));
      }
    } else if (part.get("text") instanceof JsonString text) {
      emitText(text.getString(), null);
    } else {
      JsonArray one = JsonText.json().createArrayBuilder().add(part).build();
      emitFields(
          JsonText.json().createObjectBuilder().add("content_parts", one).build(),
          JsonValue.EMPTY_JSON_OBJECT);
    }
  }

  private void emitText(String text, JsonObject logprobs) {
    if (!text.isEmpty() || logprobs != null) {
      emit(new ChatEvent.TextDelta(index, text, logprobs));
    }
  }

  private void unknown(JsonObject delta) {
    JsonObjectBuilder unknown = null;
    for (Map.Entry<String, JsonValue> field : delta.entrySet()) {
      if (!KNOWN_DELTA.contains(field.getKey()) && says(field.getValue())) {
        unknown = unknown == null ? JsonText.json().createObjectBuilder() : unknown;
        unknown.add(field.getKey(), field.getValue());
      }
    }
    if (unknown != null) {
      emitFields(unknown.build(), JsonValue.EMPTY_JSON_OBJECT);
    }
  }

  private static boolean says(JsonValue value) {
    return switch (value.getValueType()) {
      case NULL -> false;
      case STRING -> !((JsonString) value).getString().isEmpty();
      case ARRAY -> !value.asJsonArray().isEmpty();
      default -> true;
    };
  }

  /**
   * Unknown fields of the choice itself. Alone they are no output, so they wait for some: a stream
   * does not begin with a safety flag. Repeated ones are said once.
   */
  private void fields(JsonObject choice) {
    for (Map.Entry<String, JsonValue> field : choice.entrySet()) {
      String name = field.getKey();
      JsonValue value = field.getValue();
      if (KNOWN_FIELDS.contains(name) || !says(value)) {
        continue;
      }
      boolean repeated = value.equals(seen.put(name, value)) && !(value instanceof JsonArray);
      if (!repeated) {
        heldFields = heldFields == null ? JsonText.json().createObjectBuilder() : heldFields;
        heldFields.add(name, value);
      }
    }
  }

  private void emitFields(JsonObject delta, JsonObject fields) {
    emit(new ChatEvent.ChoiceFields(index, delta, fields));
  }

  private void emit(ChatEvent event) {
    output = true;
    releaseFields();
    events.accept(event);
  }

  private void releaseFields() {
    if (heldFields != null) {
      JsonObject fields = heldFields.build();
      heldFields = null;
      events.accept(new ChatEvent.ChoiceFields(index, JsonValue.EMPTY_JSON_OBJECT, fields));
    }
  }

  /**
   * The choice is complete.
   *
   * @return false when a tool call has no name, so that nobody can make use of it
   */
  boolean end() {
    String reason = reason();
    if (toolCalls.nameless() && !CUT.contains(reason)) {
      return false;
    }
    if (functionCall != null && !(CUT.contains(reason) && functionCall.partial())) {
      emitFields(functionCall.delta(), JsonValue.EMPTY_JSON_OBJECT);
    }
    boolean given = output;
    releaseFields();
    if (reason.equals(FILTERED)) {
      FilterHit said = hit == null ? SafetyFlags.ofChoice(finishWord, seen) : hit;
      events.accept(said.after(given).event(index));
    }
    events.accept(new ChatEvent.Finish(index, reason));
    return true;
  }

  private String reason() {
    String reason = finishWord == null ? "stop" : FinishWords.reason(finishWord);
    if (reason.equals("stop") && toolCalls.any()) {
      return "tool_calls";
    }
    return reason.equals("stop") && functionCall != null ? "function_call" : reason;
  }
}
