package io.llmgateway.cache;

import io.llmgateway.chat.Usage;
import java.time.Duration;
import java.time.Instant;

/**
 * An answer that was given, paid for and kept.
 *
 * @param publicModel under which the candidate that answered was chosen
 * @param provider its provider's id
 * @param upstreamModel the model's name there
 * @param channel the channel's name
 * @param usage what was billed
 * @param document the answer as JSON
 * @param keptAt when it was complete
 */
public record KeptAnswer(
    String publicModel,
    String provider,
    String upstreamModel,
    String channel,
    Usage usage,
    String document,
    Instant keptAt) {
  private static final int OVERHEAD = 500;

  /** Whole seconds, as the header {@code age} counts. */
  public Duration age(Instant now) {
    Duration age = Duration.between(keptAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** In memory; a text of Latin letters takes a byte for each, any other two. */
  int bytes() {
    return OVERHEAD + (int) Math.min(Integer.MAX_VALUE / 2, 2L * document.length());
  }

  /** Without the content, which must not reach a log. */
  @Override
  public String toString() {
    return "KeptAnswer[" + publicModel + " " + keptAt + "]";
  }
}
