package io.llmgateway.model;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Answers with given events, one answer after the other, and remembers what it was asked. */
final class ScriptedModel implements LanguageModel {
  final List<ChatRequest> asked = new ArrayList<>();
  final List<Answered> answers = new ArrayList<>();
  private final Deque<List<ChatEvent>> script = new ArrayDeque<>();

  static final ChatEvent USAGE =
      new ChatEvent.UsageReported(
          Usage.of(10, 5), json("{\"prompt_tokens\":10,\"completion_tokens\":5}"));

  ScriptedModel answer(ChatEvent... events) {
    return answer(List.of(events));
  }

  ScriptedModel answer(List<ChatEvent> events) {
    script.add(events);
    return this;
  }

  /** An answer of text, in pieces. */
  static List<ChatEvent> texts(String reason, String... pieces) {
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT));
    for (String piece : pieces) {
      events.add(new ChatEvent.TextDelta(0, piece, null));
    }
    events.add(new ChatEvent.Finish(0, reason));
    events.add(USAGE);
    return events;
  }

  /** An answer of calls, each a name and its arguments. */
  static List<ChatEvent> calls(String reason, String... namesAndArguments) {
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT));
    for (int i = 0; i < namesAndArguments.length; i += 2) {
      String name = namesAndArguments[i];
      String arguments = namesAndArguments[i + 1];
      events.add(new ChatEvent.ToolCallStart(0, i / 2, "call_" + i / 2, "function", name));
      for (int from = 0; from < arguments.length(); from += 3) {
        String part = arguments.substring(from, Math.min(arguments.length(), from + 3));
        events.add(new ChatEvent.ToolCallDelta(0, i / 2, part));
      }
    }
    events.add(new ChatEvent.Finish(0, reason));
    events.add(USAGE);
    return events;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    asked.add(request);
    Answered answer = new Answered(script.remove().iterator());
    answers.add(answer);
    return answer;
  }

  JsonObject body(int call) {
    return asked.get(call).body();
  }

  static JsonObject json(String text) {
    return JsonDocuments.parse(text).asJsonObject();
  }

  static ChatRequest request(String body) {
    return request(body, true);
  }

  static ChatRequest request(String body, boolean stream) {
    return new ChatRequest("m", json(body), stream, true, 1, 0, 100);
  }

  /**
   * What a client makes of the events: texts and arguments in one piece, calls without their id.
   */
  static List<String> folded(ChatStream stream) {
    List<String> order = new ArrayList<>();
    StringBuilder open = null;
    String openKey = "";
    for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
      String key;
      String piece;
      if (event instanceof ChatEvent.TextDelta delta) {
        key = "text";
        piece = delta.text();
      } else if (event instanceof ChatEvent.ToolCallDelta delta) {
        key = "args" + delta.index();
        piece = delta.arguments();
      } else if (event instanceof ChatEvent.ToolCallStart start) {
        key = "call" + start.index() + " " + start.type() + " " + start.name();
        piece = "";
      } else if (event instanceof ChatEvent.Finish finish) {
        key = "finish " + finish.reason();
        piece = "";
      } else if (event instanceof ChatEvent.UsageReported usage) {
        key = "usage " + usage.usage().inputTokens() + " " + usage.usage().outputTokens();
        piece = "";
      } else {
        continue;
      }
      if (open != null && key.equals(openKey)) {
        open.append(piece);
        continue;
      }
      if (open != null) {
        order.add(open.toString());
      }
      openKey = key;
      open = new StringBuilder(piece.isEmpty() ? key : key + ": " + piece);
    }
    if (open != null) {
      order.add(open.toString());
    }
    return order;
  }

  /** One answer under way. */
  static final class Answered implements ChatStream {
    private final Iterator<ChatEvent> events;
    boolean closed;

    Answered(Iterator<ChatEvent> events) {
      this.events = events;
    }

    @Override
    public ChatEvent next() {
      return events.hasNext() ? events.next() : null;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
