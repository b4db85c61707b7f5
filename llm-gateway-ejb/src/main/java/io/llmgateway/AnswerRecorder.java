package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEventJson;
import io.llmgateway.ledger.idempotency.Claim;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;

/**
 * Writes the events of an answer down while they pass, so that it can be given again; only where
 * that is wanted.
 */
final class AnswerRecorder {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Claim.Part part;
  private StringWriter text;
  private JsonGenerator events;

  AnswerRecorder(Claim.Part part, Attempt attempt) {
    this.part = part;
    if (part.kept()) {
      begin(attempt);
    }
  }

  private void begin(Attempt attempt) {
    text = new StringWriter();
    events = JSON.createGenerator(text);
    events
        .writeStartObject()
        .write("channel", attempt.candidate().channel())
        .write("model", attempt.candidate().upstreamModel())
        .write("attempts", attempt.number())
        .writeStartArray("events");
  }

  Claim.Part part() {
    return part;
  }

  void add(ChatEvent event) {
    if (events == null) {
      return;
    }
    ChatEventJson.write(event, events);
    if (text.getBuffer().length() > part.largest()) {
      events = null;
      text = null;
    }
  }

  /**
   * @return the whole answer, or null when it is too large to be kept
   */
  CharSequence document() {
    if (events == null) {
      return null;
    }
    events.writeEnd().writeEnd().close();
    return text.getBuffer().length() > part.largest() ? null : text.getBuffer();
  }
}
