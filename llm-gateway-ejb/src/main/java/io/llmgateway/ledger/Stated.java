package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A row of the price list, the exchange rates or the terms, as somebody stated it. Rows are only
 * ever added; {@link Timeline} says which of them holds.
 *
 * @param <S> what is spoken of: {@link PriceKey}, {@link CurrencyPair}, or an account's name
 * @param <W> what is said: a {@link io.llmgateway.catalog.PriceCard}, a rate, or a factor
 * @param id grows with the time of writing
 * @param word null for the word that there is none from then on
 * @param principal who said so through the admin API; null for the catalogue and the configuration
 * @param validFrom since when it holds; may lie ahead
 */
public record Stated<S, W>(
    String id,
    S subject,
    W word,
    Origin origin,
    String source,
    String principal,
    Instant validFrom) {
  public Stated {
    Objects.requireNonNull(id);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(source);
    Objects.requireNonNull(validFrom);
  }

  /**
   * @return when the row was written, to the millisecond
   */
  public Instant writtenAt() {
    return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
  }
}
