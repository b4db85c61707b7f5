package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * Pulls one answer out of its source and through its translator. What each wire would otherwise
 * decide for itself is decided here: errors inside answers, what is a complete end, and that what
 * came before a failure is handed out before it.
 */
public final class AnswerStream implements ChatStream {
  private final AnswerSource source;
  private final AnswerTranslator translator;
  private final AnswerEvents events;
  private Frames frames;
  private boolean anyFrame;
  private boolean ended;
  private boolean readToEnd;
  private ChatException failure;

  public AnswerStream(AnswerSource source, Endpoint endpoint, AnswerTranslator translator) {
    this.source = source;
    this.translator = translator;
    this.events = new AnswerEvents(endpoint);
  }

  @Override
  public ChatEvent next() {
    while (true) {
      ChatEvent event = events.poll();
      if (event != null) {
        if (event.useful()) {
          source.begun();
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
        ended = events.stopped(e.hit());
        failure = ended ? null : e;
      } catch (ChatException e) {
        failure = e;
      }
    }
  }

  private void advance() {
    if (frames == null) {
      open();
      return;
    }
    boolean more;
    try {
      more = frames.next();
    } catch (ChatException.Retryable e) {
      endAnyway(e);
      return;
    }
    if (!more) {
      if (!anyFrame) {
        throw events.failure(Fault.of(Outcome.INVALID, "The provider's answer is empty"));
      }
      end(false);
    } else if (!frames.data().equals("[DONE]")) {
      anyFrame = true;
      frame(JsonText.parse(frames.data()));
    } else {
      end(true);
    }
  }

  private void open() {
    String document;
    try {
      document = source.document();
    } catch (AnswerSource.Unreadable e) {
      throw events.failure(e.fault());
    }
    if (document == null) {
      frames = source.frames();
      return;
    }
    JsonValue json = JsonText.parse(document);
    if (json == null) {
      throw events.failure(Fault.of(Outcome.INVALID, "The provider's answer is broken JSON"));
    }
    refuseErrors(json);
    if (json instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        frame(part);
      }
      end(false);
      return;
    }
    if (json instanceof JsonObject object) {
      translator.whole(object, events);
    }
    end(true);
  }

  private void frame(JsonValue json) {
    if (json == null) {
      if (!frames.data().isBlank()) {
        throw events.failure(
            Fault.of(Outcome.INVALID, "An event of the provider's answer is broken JSON"));
      }
      return;
    }
    if (frames != null && "error".equals(frames.name())) {
      Fault fault = OutcomeClassifier.told(json);
      throw events.failure(fault == null ? Fault.of(Outcome.SERVER, "an error") : fault);
    }
    refuseErrors(json);
    if (json instanceof JsonObject object
        && translator.event(frames == null ? null : frames.name(), object, events)) {
      end(true);
    }
  }

  private void refuseErrors(JsonValue json) {
    Fault fault = OutcomeClassifier.inside(json);
    if (fault != null) {
      throw events.failure(fault);
    }
  }

  private void end(boolean said) {
    if (!ended) {
      events.end(said);
      ended = true;
      readToEnd = true;
      source.whole();
    }
  }

  /** A connection that breaks or stalls after the finish reason takes nothing from the answer. */
  private void endAnyway(ChatException.Retryable e) {
    boolean harmless = e.outcome() == Outcome.CUT || e.outcome() == Outcome.TIMEOUT;
    if (!harmless || !events.finished()) {
      throw e;
    }
    events.end(false);
    ended = true;
  }

  @Override
  public void close() {
    source.close(readToEnd);
  }
}
