package io.llmgateway.it.torture;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/**
 * Takes the place of the gateway's clock in the server that it is deployed to; it is in no EAR but
 * {@link SkewedEar}.
 */
@Alternative
@Priority(1000)
@Dependent
public class SkewedClock {
  /** Environment variable: how far the clock is ahead, such as {@code PT-5M}. */
  static final String AHEAD = "IT_CLOCK_AHEAD";

  @Produces
  @Dependent
  Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.parse(System.getenv(AHEAD)));
  }
}
