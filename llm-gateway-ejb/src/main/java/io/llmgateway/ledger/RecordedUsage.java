package io.llmgateway.ledger;

/**
 * What the usage records say of a day and a model.
 *
 * @param attempts also those that failed
 * @param cost what the provider was booked to ask
 * @param interrupted attempts whose cost is not known, because a node ended during them
 */
public record RecordedUsage(
    long attempts, long inputTokens, long outputTokens, Amount cost, long interrupted) {

  static RecordedUsage none(String currency) {
    return new RecordedUsage(0, 0, 0, Amount.zero(currency), 0);
  }

  RecordedUsage plus(RecordedUsage other) {
    return new RecordedUsage(
        attempts + other.attempts,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cost.plus(other.cost),
        interrupted + other.interrupted);
  }
}
