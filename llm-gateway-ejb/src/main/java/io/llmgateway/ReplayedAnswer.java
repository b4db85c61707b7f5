package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEventJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Iterator;

/** An answer that was given and paid for before, event by event as it was then. */
final class ReplayedAnswer implements Answer {
  private final JsonObject document;
  private final Iterator<JsonValue> events;

  private ReplayedAnswer(JsonObject document) {
    this.document = document;
    this.events = document.getJsonArray("events").iterator();
  }

  /**
   * @param document as {@link AnswerRecorder} wrote it
   */
  static ReplayedAnswer of(String document) {
    try (JsonReader reader = JsonProvider.provider().createReader(new StringReader(document))) {
      return new ReplayedAnswer(reader.readObject());
    }
  }

  @Override
  public String channel() {
    return document.getString("channel");
  }

  @Override
  public String upstreamModel() {
    return document.getString("model");
  }

  @Override
  public int attempts() {
    return document.getInt("attempts");
  }

  @Override
  public RateLimitState rateLimits() {
    return RateLimitState.UNLIMITED;
  }

  @Override
  public ChatEvent next() {
    return events.hasNext() ? ChatEventJson.read(events.next().asJsonArray()) : null;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
