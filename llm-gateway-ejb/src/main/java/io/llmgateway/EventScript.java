package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEventJson;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;

/** Events as a JSON document, as {@link ReplayedAnswer} reads it. */
final class EventScript {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final int largest;
  private StringWriter text = new StringWriter();
  private JsonGenerator events;

  /**
   * @param largest in characters; of what is larger nothing is kept
   */
  EventScript(int largest, Attempt attempt) {
    this.largest = largest;
    this.events = JSON.createGenerator(text);
    events
        .writeStartObject()
        .write("channel", attempt.candidate().channel())
        .write("model", attempt.candidate().upstreamModel())
        .write("attempts", attempt.number())
        .writeStartArray("events");
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
   * @return the whole answer, or null when it is too large to be kept
   */
  CharSequence document() {
    if (events == null) {
      return null;
    }
    events.writeEnd().writeEnd().close();
    return text.getBuffer().length() > largest ? null : text.getBuffer();
  }
}
