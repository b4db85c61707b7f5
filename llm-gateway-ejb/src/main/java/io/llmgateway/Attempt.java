package io.llmgateway;

import io.llmgateway.routing.Candidate;
import java.time.Duration;
import java.time.Instant;

/**
 * One try at one candidate.
 *
 * @param number from 1
 * @param startedNanos by {@link System#nanoTime}
 */
record Attempt(int number, Candidate candidate, Instant startedAt, long startedNanos) {
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
