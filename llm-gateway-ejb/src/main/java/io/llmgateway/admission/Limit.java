package io.llmgateway.admission;

import java.time.Duration;

/**
 * The state of one limit per minute, as the {@code x-ratelimit-*} headers tell it.
 *
 * @param limit what is allowed in a minute
 * @param remaining what is left now, never below 0
 * @param reset until the whole limit is there again
 */
public record Limit(long limit, long remaining, Duration reset) {}
