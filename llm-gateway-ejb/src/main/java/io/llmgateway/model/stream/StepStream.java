package io.llmgateway.model.stream;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import java.util.ArrayDeque;
import java.util.Objects;

/** An answer whose events go through a step, as they are pulled. */
public final class StepStream implements ChatStream {
  private final ChatStream upstream;
  private final EventStep step;
  private final ArrayDeque<ChatEvent> ready = new ArrayDeque<>(4);
  private boolean ended;

  public StepStream(ChatStream upstream, EventStep step) {
    this.upstream = Objects.requireNonNull(upstream);
    this.step = Objects.requireNonNull(step);
  }

  @Override
  public ChatEvent next() {
    while (ready.isEmpty() && !ended) {
      ChatEvent event = upstream.next();
      if (event == null) {
        ended = true;
        step.end(ready::add);
      } else {
        step.accept(event, ready::add);
      }
    }
    return ready.poll();
  }

  @Override
  public void close() {
    upstream.close();
  }
}
