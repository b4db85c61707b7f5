package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.SseReader;
import io.llmgateway.provider.transport.UpstreamExchange;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One answer, read as it comes. Whether it is a stream of events or one JSON document is seen by
 * its first byte, not by what was asked for.
 */
final class OpenAiStream implements ChatStream {
  /** Longest JSON answer, in bytes. */
  private static final int MAX_JSON = 16 * 1024 * 1024;

  private static final String DONE = "[DONE]";

  private final AnswerReader answer;
  private final int status;
  private final Line line;
  private final OpenAiChunkTranslator translator;
  private final ArrayDeque<ChatEvent> events = new ArrayDeque<>();
  private SseReader sse;
  private boolean anyEvent;
  private boolean ended;
  private boolean readToEnd;
  private ChatException failure;

  /** What the stream tells the connection that it reads from. */
  interface Line {
    /** Useful output was handed out. */
    void begun();

    /** The answer is whole, but for a word that may still come. */
    void whole();

    /**
     * @param complete whether the end of the answer was read
     */
    void close(boolean complete);
  }

  /**
   * @param choices how many were asked for
   */
  OpenAiStream(UpstreamExchange exchange, Endpoint endpoint, int choices) {
    this(new AnswerReader(exchange.body()), exchange.status(), line(exchange), endpoint, choices);
  }

  OpenAiStream(AnswerReader answer, int status, Line line, Endpoint endpoint, int choices) {
    this.answer = answer;
    this.status = status;
    this.line = line;
    this.translator = new OpenAiChunkTranslator(endpoint, events::add, choices);
  }

  private static Line line(UpstreamExchange exchange) {
    return new Line() {
      @Override
      public void begun() {
        exchange.begun();
      }

      @Override
      public void whole() {
        exchange.whole();
      }

      @Override
      public void close(boolean complete) {
        exchange.close(complete);
      }
    };
  }

  @Override
  public ChatEvent next() {
    while (true) {
      ChatEvent event = events.poll();
      if (event != null) {
        if (event.useful()) {
          line.begun();
        }
        return event;
      }
      if (failure != null) {
        throw failure;
      }
      if (ended) {
        return null;
      }
      try {
        advance();
      } catch (ChatException.Filtered e) {
        ended = translator.stopped(e.hit());
        failure = ended ? null : e;
      } catch (ChatException e) {
        failure = e; // after the events that came before it
      }
    }
  }

  private void advance() {
    if (sse == null) {
      open();
      return;
    }
    boolean more;
    try {
      more = sse.next();
    } catch (ChatException.Retryable e) {
      endAnyway(e);
      return;
    }
    if (!more) {
      endOfStream();
    } else if (sse.dataIs(DONE)) {
      done();
    } else {
      anyEvent = true;
      event();
      if (!ended && translator.whole()) {
        line.whole(); // a provider without [DONE] ends here, or keeps the line open for nothing
      }
    }
  }

  private void open() {
    int first = answer.firstByte();
    if (first == '{' || first == '[') {
      whole();
    } else if (first < 0 || first == '<') {
      throw translator.exception(OutcomeClassifier.unreadable(status, first));
    } else {
      sse = new SseReader(answer);
    }
  }

  private void whole() {
    List<String> documents = JsonText.documents(answer.restAsText(MAX_JSON));
    if (documents.size() > 1) {
      lines(documents);
      return;
    }
    JsonValue document = JsonText.parse(documents.get(0));
    if (document == null) {
      throw translator.exception(Fault.of(Outcome.INVALID, "The provider's answer is broken JSON"));
    }
    Fault fault = OutcomeClassifier.inside(document);
    if (fault != null) {
      throw translator.exception(fault);
    }
    if (document instanceof JsonObject object) {
      translator.accept(object);
    }
    translator.requireChoices();
    translator.end(true);
    ended = true;
    readToEnd = true;
  }

  /** A stream whose events have lost their frames: only a finish reason makes it complete. */
  private void lines(List<String> documents) {
    for (String document : documents) {
      if (JsonText.parse(document) instanceof JsonObject chunk) {
        translator.accept(chunk);
      }
    }
    translator.requireChoices();
    translator.end(false);
    ended = true;
    readToEnd = true;
  }

  private void event() {
    for (String data : JsonText.documents(sse.data())) {
      if (data.equals(DONE)) {
        done();
      } else if (!ended) {
        event(data);
      }
    }
  }

  private void done() {
    translator.end(true);
    ended = true;
    readToEnd = true;
  }

  private void event(String data) {
    JsonValue document = JsonText.parse(data);
    if ("error".equals(sse.name())) {
      throw translator.exception(namedError(document, data));
    }
    if (document instanceof JsonObject chunk) {
      if (!"ping".equals(sse.name())) {
        translator.accept(chunk);
      }
      return;
    }
    Fault fault = document == null ? null : OutcomeClassifier.inside(document);
    if (fault != null) {
      throw translator.exception(fault);
    }
    if (document == null && !data.isBlank()) {
      broken();
    }
  }

  /** An event that the end of the stream cut off is the stream's failure, not the event's. */
  private void broken() {
    if (!sse.cutOff()) {
      throw translator.exception(
          Fault.of(Outcome.INVALID, "An event of the provider's answer is broken JSON"));
    }
    endOfStream();
  }

  private static Fault namedError(JsonValue document, String data) {
    Fault fault = document == null ? null : OutcomeClassifier.told(document);
    return fault != null ? fault : OutcomeClassifier.told(data);
  }

  private void endOfStream() {
    if (!anyEvent) {
      throw translator.exception(OutcomeClassifier.unreadable(status, 'x'));
    }
    translator.end(false);
    ended = true;
    readToEnd = true;
  }

  /** A connection that breaks or stalls after the finish reason takes nothing from the answer. */
  private void endAnyway(ChatException.Retryable e) {
    if (e.outcome() == Outcome.CANCELLED || !translator.complete()) {
      throw e;
    }
    translator.end(false);
    ended = true;
  }

  @Override
  public void close() {
    line.close(readToEnd);
  }
}
