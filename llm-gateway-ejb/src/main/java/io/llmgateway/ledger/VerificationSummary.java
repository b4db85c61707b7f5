package io.llmgateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a verification looked at.
 *
 * @param at when the tables were as they have been verified
 * @param findings all of them, also those beyond the limit
 * @param rows how many rows of each table were read
 * @param heads where the chains ended
 * @param archivedChecked blocks whose records lie in archives and were read there
 * @param archivedUnchecked blocks whose records lie in archives and were not read: of them, chain,
 *     entries and postings were verified
 */
public record VerificationSummary(
    Instant at,
    Duration took,
    long findings,
    Map<String, Long> rows,
    List<ChainHead> heads,
    long archivedChecked,
    long archivedUnchecked) {
  public VerificationSummary {
    rows = Map.copyOf(rows);
    heads = List.copyOf(heads);
  }
}
