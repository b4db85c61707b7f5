package io.llmgateway.provider.demo;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Hands out events that are known in advance, at the pace of a model when streaming. */
final class DemoStream implements ChatStream {
  private static final long PACE = Duration.ofMillis(25).toNanos();

  private final Iterator<ChatEvent> events;
  private final boolean paced;
  private final Cancellation cancellation;

  DemoStream(List<ChatEvent> events, boolean paced, Cancellation cancellation) {
    this.events = events.iterator();
    this.paced = paced;
    this.cancellation = cancellation;
  }

  @Override
  public ChatEvent next() {
    if (cancellation.cancelled()) {
      throw new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "The call was cancelled.");
    }
    if (!events.hasNext()) {
      return null;
    }
    ChatEvent event = events.next();
    if (paced && event.useful()) {
      LockSupport.parkNanos(PACE);
    }
    return event;
  }

  @Override
  public void close() {
    // nothing is held
  }
}
