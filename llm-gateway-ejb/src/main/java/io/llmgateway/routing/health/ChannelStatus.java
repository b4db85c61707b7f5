package io.llmgateway.routing.health;

import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a channel does, as this node sees it.
 *
 * @param enabled whether the operator lets it be called
 * @param rest of the whole channel, or null
 * @param keys each of its keys; one when it needs none
 * @param models each of its upstream models, by name
 */
public record ChannelStatus(
    String channel, boolean enabled, Resting rest, List<Key> keys, List<Model> models) {

  /**
   * What rests, why, and for how long still.
   *
   * @param strict whether it is long, so that one call at a time may try
   */
  public record Resting(Outcome reason, Duration remaining, boolean strict) {
    static Resting of(Rest.Period period, long now) {
      return period == null
          ? null
          : new Resting(period.reason(), Duration.ofNanos(period.until() - now), period.strict());
    }
  }

  /**
   * @param position in the configuration, from 1
   * @param rest null when it does not rest
   */
  public record Key(int position, Resting rest) {}

  /**
   * @param breaker {@code closed}, {@code open} or {@code half_open}
   * @param opensAfter how long an open breaker still keeps calls away; zero when it does not
   * @param share of the traffic that is welcome, from 0 to 1
   * @param calls the outcomes in the breaker's window
   * @param errorRate from 0 to 1; empty while there are too few outcomes
   * @param slowRate from 0 to 1; empty while there are too few outcomes
   * @param inFlight calls of this node
   * @param rest null when it does not rest
   */
  public record Model(
      String model,
      String breaker,
      Duration opensAfter,
      double share,
      int calls,
      OptionalDouble errorRate,
      OptionalDouble slowRate,
      int inFlight,
      OptionalDouble firstTokenMillis,
      OptionalDouble tokensPerSecond,
      Resting rest) {

    /** Whether calls may go there. */
    public boolean up() {
      return rest == null && !breaker.equals("open");
    }
  }

  /** Whether a call to at least one of its models may be made. */
  public boolean up() {
    return enabled
        && rest == null
        && keys.stream().anyMatch(key -> key.rest() == null)
        && (models.isEmpty() || models.stream().anyMatch(Model::up));
  }
}
