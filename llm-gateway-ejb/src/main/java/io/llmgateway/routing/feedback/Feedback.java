package io.llmgateway.routing.feedback;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a client says of an answer.
 *
 * @param callId of the ledger; there is one word for each call
 * @param model the public model that answered
 * @param task the kind of work, or null when it was not looked at
 * @param score from -1 to 1, with at most 3 decimals
 * @param comment or null
 */
public record Feedback(
    String id,
    String callId,
    String requestId,
    String account,
    String key,
    String model,
    String provider,
    String channel,
    String task,
    BigDecimal score,
    String comment,
    Instant createdAt,
    Instant updatedAt) {}
