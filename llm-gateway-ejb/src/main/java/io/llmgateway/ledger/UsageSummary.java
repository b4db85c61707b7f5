package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What the records of one group come to. The sums are exact.
 *
 * @param group the values that the records have in common, by the grouping's names, in its order; a
 *     day is {@code yyyy-MM-dd} in UTC; a value may be null
 * @param requests calls; one with several attempts counts once
 * @param attempts records
 * @param charge what the accounts owe, in the currency of the accounts
 * @param uncollected the part of it that no money was left for
 * @param cost what providers ask, in the providers' currency; null without any price
 */
public record UsageSummary(
    Map<String, String> group,
    long requests,
    long attempts,
    BigDecimal inputTokens,
    BigDecimal outputTokens,
    BigDecimal cacheReadTokens,
    BigDecimal cacheWriteTokens,
    BigDecimal reasoningTokens,
    BigDecimal images,
    Amount charge,
    Amount uncollected,
    Amount cost) {

  /**
   * @param other of the same group and currencies
   */
  UsageSummary plus(UsageSummary other) {
    return new UsageSummary(
        group,
        requests + other.requests,
        attempts + other.attempts,
        inputTokens.add(other.inputTokens),
        outputTokens.add(other.outputTokens),
        cacheReadTokens.add(other.cacheReadTokens),
        cacheWriteTokens.add(other.cacheWriteTokens),
        reasoningTokens.add(other.reasoningTokens),
        images.add(other.images),
        charge.plus(other.charge),
        uncollected.plus(other.uncollected),
        cost == null ? null : cost.plus(other.cost));
  }
}
