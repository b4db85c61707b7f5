package io.llmgateway.ledger;

import java.time.Clock;
import java.util.List;

/**
 * The ledger of one account, {@code team}, for tests of other rooms: 1 USD in, 2 USD out a token.
 */
public final class TeamLedger implements AutoCloseable {
  private final TestLedger ledger;

  public TeamLedger() {
    Clock clock = Clock.systemUTC();
    ledger =
        new TestLedger(TestDatabase.empty(TestDatabase.Provider.ECLIPSELINK).node(clock), clock)
            .apply(TestLedger.ONE_ACCOUNT)
            .start();
  }

  /** For a call of {@code public} at {@code vendor}, which is {@code upstream} there. */
  public Hold hold(long inputTokens, long outputTokens) {
    return ledger.hold(inputTokens, outputTokens);
  }

  public Settlements settlements() {
    return ledger.settlements;
  }

  /** The records of a call, each as {@code attempt channel end_state in+out charge cost}. */
  public List<String> records(Hold hold) {
    return ledger.records().stream()
        .filter(record -> record.callId().equals(hold.callId()))
        .map(TeamLedger::words)
        .toList();
  }

  private static String words(UsageView record) {
    return "%d %s %s %d+%d %s %s"
        .formatted(
            record.attempt(),
            record.channel(),
            record.endState(),
            record.usage().inputTokens(),
            record.usage().outputTokens(),
            plain(record.charge()),
            plain(record.cost()));
  }

  /** What is posted to a ledger account, in USD. */
  public String posted(String ledgerAccount) {
    return plain(ledger.posted(ledgerAccount));
  }

  private static String plain(Amount amount) {
    return amount.value().stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() throws Exception {
    ledger.close();
  }
}
