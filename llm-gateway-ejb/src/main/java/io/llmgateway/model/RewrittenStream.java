package io.llmgateway.model;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** A stream whose events went through an {@link EventRewrite}. */
final class RewrittenStream implements ChatStream {
  private final ChatStream inner;
  private final EventRewrite rewrite;
  private final Deque<ChatEvent> ready = new ArrayDeque<>(4);
  private boolean ended;

  RewrittenStream(ChatStream inner, EventRewrite rewrite) {
    this.inner = inner;
    this.rewrite = rewrite;
  }

  @Override
  public ChatEvent next() {
    while (ready.isEmpty() && !ended) {
      ChatEvent event = inner.next();
      if (event == null) {
        ended = true;
        rewrite.end(ready::add);
      } else {
        rewrite.accept(event, ready::add);
      }
    }
    return ready.poll();
  }

  @Override
  public void close() {
    inner.close();
  }
}
