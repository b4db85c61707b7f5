package io.llmgateway.catalog;

import java.math.BigDecimal;

/**
 * A list price per million tokens.
 *
 * @param output null means unknown, and then only calls without output (embeddings) have a price
 * @param cacheRead null means unknown, and then cached input costs what input costs
 * @param cacheWrite null means unknown, and then written input costs what input costs
 * @param currency ISO 4217
 * @param source where the price was read, and when
 */
public record PriceCard(
    BigDecimal input,
    BigDecimal output,
    BigDecimal cacheRead,
    BigDecimal cacheWrite,
    String currency,
    String source) {}
