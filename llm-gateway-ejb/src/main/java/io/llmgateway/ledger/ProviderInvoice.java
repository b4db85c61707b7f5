package io.llmgateway.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a provider says that it is owed.
 *
 * @param reference the invoice's number, unique among all that are not withdrawn
 * @param zone whose days the provider counts
 * @param channel the only one whose calls it is about, or null for all of the provider
 * @param first the first day that it is about
 * @param last the last day that it is about
 */
public record ProviderInvoice(
    String provider,
    String currency,
    String reference,
    ZoneId zone,
    Granularity granularity,
    String channel,
    LocalDate first,
    LocalDate last,
    SortedMap<UsageSlot, StatedUsage> lines) {
  /** The longest time that one invoice may be about. */
  public static final int MOST_DAYS = 366;

  public ProviderInvoice {
    lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
    if (last.isBefore(first) || last.isAfter(first.plusDays(MOST_DAYS - 1L))) {
      throw new IllegalArgumentException("an invoice is about 1 to " + MOST_DAYS + " days");
    }
  }

  Instant start() {
    return first.atStartOfDay(zone).toInstant();
  }

  /** The first moment after it. */
  Instant end() {
    return last.plusDays(1).atStartOfDay(zone).toInstant();
  }

  /**
   * @return SHA-256 over all that it says, in hexadecimal
   */
  String contentHash() {
    CanonicalForm.Hash hash = new CanonicalForm.Hash();
    hash.add(
        CanonicalForm.line(
            "I", provider, currency, zone, granularity.word(), channel, first, last));
    for (Map.Entry<UsageSlot, StatedUsage> line : lines.entrySet()) {
      StatedUsage said = line.getValue();
      hash.add(
          CanonicalForm.line(
              "L",
              line.getKey().day(),
              line.getKey().model(),
              said.requests(),
              said.inputTokens(),
              said.outputTokens(),
              said.cost().value()));
    }
    return hash.end();
  }
}
