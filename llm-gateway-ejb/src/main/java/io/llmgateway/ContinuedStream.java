package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The rest of an answer whose beginning the client has from somebody else: what belongs to a
 * beginning is left out, and so is the given text where a provider says it once more.
 */
final class ContinuedStream implements ChatStream {
  /** A shorter text may well stand twice in an answer. */
  private static final int SHORTEST_ECHO = 6;

  private final ChatStream stream;
  private final String given;
  private final Deque<ChatEvent> ready = new ArrayDeque<>(2);
  private final List<ChatEvent> held = new ArrayList<>();
  private final StringBuilder heard = new StringBuilder();
  private boolean decided;

  ContinuedStream(ChatStream stream, String given) {
    this.stream = stream;
    this.given = given;
    this.decided = given.length() < SHORTEST_ECHO;
  }

  @Override
  public ChatEvent next() {
    while (ready.isEmpty()) {
      ChatEvent event = stream.next();
      if (event == null) {
        release();
        return ready.poll();
      }
      take(event);
    }
    return ready.poll();
  }

  private void take(ChatEvent event) {
    if (event instanceof ChatEvent.Started || event instanceof ChatEvent.ReasoningDelta) {
      return;
    }
    if (decided || !(event instanceof ChatEvent.TextDelta text)) {
      release();
      ready.add(event);
      return;
    }
    heard.append(text.text());
    held.add(text);
    if (heard.length() < given.length()) {
      if (!given.startsWith(heard.toString())) {
        release();
      }
    } else if (heard.indexOf(given) == 0) {
      decided = true;
      held.clear();
      if (heard.length() > given.length()) {
        ready.add(new ChatEvent.TextDelta(text.choice(), heard.substring(given.length()), null));
      }
    } else {
      release();
    }
  }

  /** What was heard is no echo. */
  private void release() {
    decided = true;
    ready.addAll(held);
    held.clear();
  }

  @Override
  public void close() {
    stream.close();
  }
}
