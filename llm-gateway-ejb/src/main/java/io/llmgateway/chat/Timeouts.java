package io.llmgateway.chat;

import java.time.Duration;

/**
 * How long an attempt may take.
 *
 * @param connect until the connection stands, TLS included
 * @param firstToken of a stream: from the start of the attempt until the first useful event;
 *     comments and empty events do not count. A JSON answer has no first token: {@code total}
 *     bounds the wait for it
 * @param idle between two reads, once a stream's first token or a JSON document's first byte is
 *     there; comments count as life, but not for longer than five times this without output
 * @param total for the whole attempt, whatever arrives
 */
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10));

  public Timeouts {
    requirePositive("connect", connect);
    requirePositive("first-token", firstToken);
    requirePositive("idle", idle);
    requirePositive("total", total);
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("timeout." + name + " must be positive: " + duration);
    }
  }
}
