package io.llmgateway.ledger;

import java.time.Instant;

/**
 * A call that had reached a provider, or was about to, when its process ended.
 *
 * @param attempt the number of the attempt that was in flight, from 1
 * @param upperBound what was held for it: more than that the call has not cost
 */
public record InterruptedCall(
    String callId,
    String requestId,
    String key,
    String account,
    String requestedModel,
    String operation,
    boolean streamed,
    int attempt,
    String publicModel,
    String provider,
    String upstreamModel,
    String channel,
    Instant startedAt,
    Amount upperBound) {}
