package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import java.util.Iterator;
import java.util.List;

/** A stream of given events, which may break off after them. */
final class GivenEvents implements ChatStream {
  private final Iterator<ChatEvent> events;
  private final ChatException end;
  volatile boolean open = true;

  GivenEvents(ChatEvent... events) {
    this(null, events);
  }

  /**
   * @param end what the stream breaks off with, or null when it is complete
   */
  GivenEvents(ChatException end, ChatEvent... events) {
    this.events = List.of(events).iterator();
    this.end = end;
  }

  @Override
  public ChatEvent next() {
    if (!events.hasNext() && end != null) {
      throw end;
    }
    return events.hasNext() ? events.next() : null;
  }

  @Override
  public void close() {
    open = false;
  }
}
