package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;
import java.util.List;

/**
 * What one attempt costs.
 *
 * @param attempt what happened
 * @param quote the rows it was computed by, or null when the attempt had no price and used nothing
 * @param charge what the account owes, zero for an end state that is not charged
 * @param cost what the provider asks, or null when there is no quote
 */
public record Charge(AttemptRecord attempt, Quote quote, Amount charge, Amount cost) {

  /**
   * @param quotes of the candidates that the call could go to
   * @throws IllegalArgumentException when an attempt used tokens of a model without a price: the
   *     hold had said that the call must not go there
   */
  static Charge of(AttemptRecord attempt, List<Quote> quotes, String currency) {
    PricedModel model =
        new PricedModel(attempt.publicModel(), attempt.provider(), attempt.upstreamModel());
    Quote quote = quotes.stream().filter(q -> q.model().equals(model)).findFirst().orElse(null);
    if (quote == null) {
      if (!attempt.usage().equals(Usage.NONE)) {
        throw new IllegalArgumentException("no hold was granted for " + model);
      }
      return new Charge(attempt, null, Amount.zero(currency), null);
    }
    MeteredUsage usage = MeteredUsage.of(attempt);
    Amount charge = attempt.endState().charged() ? quote.charge(usage) : Amount.zero(currency);
    return new Charge(attempt, quote, charge, quote.cost(attempt.endState(), usage));
  }
}
