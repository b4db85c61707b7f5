package io.llmgateway.audit;

import java.time.Instant;

/**
 * Which events are wanted, oldest first. A null field does not filter.
 *
 * @param from made at this time or later
 * @param to made before this time
 * @param limit at most so many, 1 or more
 * @param after the id of the last event of the page before
 */
public record AuditQuery(
    String principal,
    String action,
    String subject,
    Instant from,
    Instant to,
    int limit,
    String after) {}
