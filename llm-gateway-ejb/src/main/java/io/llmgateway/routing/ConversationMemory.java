package io.llmgateway.routing;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which channel a conversation was last sent to, as long as its prompt cache may still know it.
 * Bounded; under one short lock.
 */
final class ConversationMemory {
  /** Prompt caches of providers live for 5 to 10 minutes without use. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final int MOST = 50_000;

  private final Clock clock;
  private final Map<Long, Visit> visits =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Visit> eldest) {
          return size() > MOST;
        }
      };

  private record Visit(String channel, long millis) {}

  ConversationMemory(Clock clock) {
    this.clock = clock;
  }

  /**
   * @return null when it is not known, or too long ago
   */
  synchronized String channel(long conversation) {
    Visit visit = visits.get(conversation);
    return visit == null || clock.millis() - visit.millis() > LIFE.toMillis()
        ? null
        : visit.channel();
  }

  synchronized void visited(long conversation, String channel) {
    visits.remove(conversation);
    visits.put(conversation, new Visit(channel, clock.millis()));
  }
}
