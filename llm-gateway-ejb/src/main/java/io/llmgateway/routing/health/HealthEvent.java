package io.llmgateway.routing.health;

import io.llmgateway.chat.Outcome;
import java.time.Instant;
import java.util.Locale;

/**
 * A channel, one of its models or one of its keys has changed its state. Fired as a CDI event on
 * the thread of the call that caused it: an observer must not wait for anything.
 *
 * @param model the upstream model that it concerns, or null for the whole channel or a key
 * @param key the position of the key that it concerns, from 1; 0 when it concerns none
 * @param reason the outcome that caused it, or null
 * @param seconds how long it lasts, or 0 when that is open
 */
public record HealthEvent(
    Kind kind, String channel, String model, int key, Outcome reason, long seconds, Instant at) {

  /** What has happened. */
  public enum Kind {
    BREAKER_OPENED,
    BREAKER_HALF_OPEN,
    BREAKER_CLOSED,
    KEY_RESTING,
    KEY_BACK,
    MODEL_RESTING,
    MODEL_BACK,
    CHANNEL_RESTING,
    CHANNEL_BACK,
    CHANNEL_DISABLED,
    CHANNEL_ENABLED;

    /**
     * @return the name in lower_snake
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long BRIEF_SECONDS = 60;

  /** Whether it is a brief rest or a trial, which comes and goes by itself. */
  public boolean passing() {
    return switch (kind) {
      case KEY_RESTING, MODEL_RESTING, CHANNEL_RESTING -> seconds < BRIEF_SECONDS;
      case BREAKER_HALF_OPEN -> true;
      default -> false;
    };
  }

  /** Whether calls go elsewhere now that did not before. */
  public boolean bad() {
    return switch (kind) {
      case BREAKER_OPENED, KEY_RESTING, MODEL_RESTING, CHANNEL_RESTING -> true;
      default -> false;
    };
  }

  /** Without a secret: names, positions and outcomes only. */
  @Override
  public String toString() {
    return kind.word()
        + " channel="
        + channel
        + (model == null ? "" : " model=" + model)
        + (key == 0 ? "" : " key=" + key)
        + (reason == null ? "" : " reason=" + reason)
        + (seconds == 0 ? "" : " seconds=" + seconds);
  }
}
