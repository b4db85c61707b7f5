package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEventJson;
import io.llmgateway.ledger.idempotency.Claim;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;

/** Writes the events of an answer down while they pass, so that it can be given again. */
final class AnswerRecorder {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final Claim.Part part;
  private final int largest;
  private StringWriter text = new StringWriter();
  private JsonGenerator events;

  /**
   * @param largest in characters; of what is larger nothing is kept
   */
  AnswerRecorder(Claim.Part part, Attempt attempt, int largest) {
    this.part = part;
    this.largest = largest;
    this.events = JSON.createGenerator(text);
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
    if (text.getBuffer().length() > largest) {
      events = null;
      text = null;
    }
  }

  /**
   * @return the whole answer, or null when it is too large
   */
  CharSequence document() {
    if (events == null) {
      return null;
    }
    events.writeEnd().writeEnd().close();
    return text.getBuffer().length() > largest ? null : text.getBuffer();
  }
}
