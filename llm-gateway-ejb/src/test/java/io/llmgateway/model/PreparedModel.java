package io.llmgateway.model;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model that gives prepared answers, one for each call, and remembers what it was asked. */
public final class PreparedModel implements LanguageModel {
  public final List<ChatRequest> asked = new ArrayList<>();
  private final Deque<List<ChatEvent>> answers = new ArrayDeque<>();
  private int open;

  @SafeVarargs
  public PreparedModel(List<ChatEvent>... answers) {
    this.answers.addAll(List.of(answers));
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    asked.add(request);
    Deque<ChatEvent> events = new ArrayDeque<>(answers.remove());
    open++;
    return new ChatStream() {
      private boolean closed;

      @Override
      public ChatEvent next() {
        return events.poll();
      }

      @Override
      public void close() {
        open -= closed ? 0 : 1;
        closed = true;
      }
    };
  }

  /** Answers of this model that nobody has closed. */
  public int open() {
    return open;
  }

  public static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  /**
   * @param body with ' instead of "
   */
  public static ChatRequest request(String body, boolean stream) {
    return new ChatRequest("m", json(body), stream, false, 1, 0, 100);
  }

  /** All events of an answer, neighbouring texts of the same kind joined. */
  public static List<ChatEvent> joined(ChatStream answer) {
    List<ChatEvent> events = new ArrayList<>();
    try (answer) {
      for (ChatEvent event = answer.next(); event != null; event = answer.next()) {
        ChatEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
        ChatEvent both = last == null ? null : join(last, event);
        if (both != null) {
          events.remove(events.size() - 1);
        }
        events.add(both == null ? event : both);
      }
    }
    return events;
  }

  private static ChatEvent join(ChatEvent one, ChatEvent other) {
    if (one instanceof ChatEvent.TextDelta a
        && other instanceof ChatEvent.TextDelta b
        && a.choice() == b.choice()
        && a.logprobs() == null
        && b.logprobs() == null) {
      return new ChatEvent.TextDelta(a.choice(), a.text() + b.text(), null);
    }
    if (one instanceof ChatEvent.ReasoningDelta a
        && other instanceof ChatEvent.ReasoningDelta b
        && a.choice() == b.choice()) {
      return new ChatEvent.ReasoningDelta(a.choice(), a.text() + b.text());
    }
    if (one instanceof ChatEvent.ToolCallDelta a
        && other instanceof ChatEvent.ToolCallDelta b
        && a.index() == b.index()) {
      return new ChatEvent.ToolCallDelta(a.choice(), a.index(), a.arguments() + b.arguments());
    }
    return null;
  }

  /** The text in one part, in two parts cut at each place, and in single characters. */
  public static List<List<String>> cuts(String text) {
    List<List<String>> cuts = new ArrayList<>();
    cuts.add(List.of(text));
    for (int at = 1; at < text.length(); at++) {
      cuts.add(List.of(text.substring(0, at), text.substring(at)));
    }
    cuts.add(text.chars().mapToObj(c -> String.valueOf((char) c)).toList());
    return cuts;
  }

  /** An answer of one choice with these parts of text. */
  public static List<ChatEvent> answer(List<String> parts, ChatEvent... after) {
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.Started("m", jakarta.json.JsonValue.EMPTY_JSON_OBJECT));
    parts.forEach(part -> events.add(new ChatEvent.TextDelta(0, part, null)));
    events.addAll(List.of(after));
    return events;
  }
}
