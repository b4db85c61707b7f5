package io.llmgateway.ledger;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * Which rows are wanted, in the order in which they were written.
 *
 * @param filter by what is spoken of
 * @param origin null for any
 * @param inForceAt only rows that hold at that time; null for all
 * @param limit at most so many, 1 or more
 * @param after the id of the last row of the page before, or null
 */
public record PricingQuery<S>(
    Predicate<S> filter, Origin origin, Instant inForceAt, int limit, String after) {}
