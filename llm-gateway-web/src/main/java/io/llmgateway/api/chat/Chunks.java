package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;

/** Writes the events of one answer as the JSON documents of a stream. For one thread. */
public interface Chunks {

  /**
   * Appends the document for an event.
   *
   * @return false, with nothing appended, when the event has none of its own
   */
  boolean write(ChatEvent event, JsonBytes out);
}
