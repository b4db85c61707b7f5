package io.llmgateway.routing.health;

import java.time.Duration;

/**
 * How long a key, a model or a channel rests when the provider does not say.
 *
 * @param brief after what passes by itself, doubled with each failure that follows, to {@link
 *     #MOST_BRIEF}
 * @param lasting after what somebody has to put right: a refused key, an empty account, a model
 *     that is not there
 */
public record CooldownSettings(Duration brief, Duration lasting) {
  static final Duration MOST_BRIEF = Duration.ofMinutes(1);

  /** A provider's word is taken, but not for longer than this. */
  static final Duration MOST = Duration.ofHours(1);

  public static final CooldownSettings DEFAULT =
      new CooldownSettings(Duration.ofSeconds(1), Duration.ofMinutes(10));
}
