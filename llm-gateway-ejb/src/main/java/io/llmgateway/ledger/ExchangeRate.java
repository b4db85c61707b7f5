package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row of the exchange rates.
 *
 * @param id the row
 * @param pair from which currency into which
 * @param rate units of the second currency for one unit of the first, above zero
 * @param source who says so
 * @param validFrom since when it holds
 */
public record ExchangeRate(
    String id, CurrencyPair pair, BigDecimal rate, String source, Instant validFrom) {}
