package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An answer without what only its provider needs: marks in the text (GLM's boxes), fields (timings
 * of llama.cpp), numbers behind names of tools ({@link ToolNames}).
 */
final class AnswerRules implements ChatStream {
  private final ChatStream answer;
  private final List<String> marks;
  private final Set<String> fields;
  private final Map<String, String> toolNames;
  private final Map<Integer, TextMarks> texts = new HashMap<>(2);
  private final Deque<ChatEvent> ready = new ArrayDeque<>(4);

  /**
   * @param marks texts that are taken out of the answer's text
   * @param fields names of fields that are not passed on
   * @param toolNames by a name in the answer, the tool's own
   */
  private AnswerRules(
      ChatStream answer, List<String> marks, Set<String> fields, Map<String, String> toolNames) {
    this.answer = answer;
    this.marks = marks;
    this.fields = fields;
    this.toolNames = toolNames;
  }

  /**
   * @return the answer itself when nothing is to be taken out
   */
  static ChatStream of(ChatStream answer, WireOptions options, Map<String, String> toolNames) {
    return options.stripText().isEmpty() && options.stripFields().isEmpty() && toolNames.isEmpty()
        ? answer
        : new AnswerRules(answer, options.stripText(), options.stripFields(), toolNames);
  }

  @Override
  public ChatEvent next() {
    while (ready.isEmpty()) {
      ChatEvent event = answer.next();
      if (event == null) {
        return null;
      }
      accept(event);
    }
    return ready.poll();
  }

  private void accept(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta delta && !marks.isEmpty()) {
      TextMarks text = texts.computeIfAbsent(delta.choice(), choice -> new TextMarks(marks));
      emit(delta.choice(), text.accept(delta.text()), delta.logprobs());
      return;
    }
    texts.forEach((choice, text) -> emit(choice, text.end(), null));
    if (event instanceof ChatEvent.Started started) {
      ready.add(new ChatEvent.Started(started.model(), without(started.fields())));
    } else if (event instanceof ChatEvent.ResponseFields later) {
      JsonObject left = without(later.fields());
      if (!left.isEmpty()) {
        ready.add(new ChatEvent.ResponseFields(left));
      }
    } else if (event instanceof ChatEvent.ChoiceFields choice) {
      JsonObject left = without(choice.fields());
      if (!left.isEmpty() || !choice.delta().isEmpty()) {
        ready.add(new ChatEvent.ChoiceFields(choice.choice(), choice.delta(), left));
      }
    } else if (event instanceof ChatEvent.ToolCallStart call) {
      String name = toolNames.getOrDefault(call.name(), call.name());
      ready.add(
          new ChatEvent.ToolCallStart(call.choice(), call.index(), call.id(), call.type(), name));
    } else {
      ready.add(event);
    }
  }

  private void emit(int choice, String text, JsonObject logprobs) {
    if (!text.isEmpty() || logprobs != null) {
      ready.add(new ChatEvent.TextDelta(choice, text, logprobs));
    }
  }

  private JsonObject without(JsonObject all) {
    if (fields.stream().noneMatch(all::containsKey)) {
      return all;
    }
    JsonObjectBuilder out = JsonText.json().createObjectBuilder(all);
    fields.forEach(out::remove);
    return out.build();
  }

  @Override
  public void close() {
    answer.close();
  }
}
