package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.chat.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementsTest {

  @ParameterizedTest
  @EnumSource
  void chargesTheUsageAndReturnsTheRestOfTheHold(TestDatabase.Provider provider) throws Exception {
    try (TestDatabase database = new TestDatabase(provider);
        TestLedger team = team(database)) {
      Hold hold = team.hold(10, 10);
      assertEquals(usd("30"), hold.amount());

      Receipt receipt = team.settle(hold, attempt(1, EndState.COMPLETE, Usage.of(10, 3)));

      assertEquals(usd("16"), receipt.charge());
      assertEquals(new WalletView(usd("84"), usd("0"), usd("84")), team.wallets.view("team"));
      List<UsageView> records =
          team.records.list(new UsageQuery("key", Instant.EPOCH, null, 10, null));
      assertEquals(1, records.size());
      assertEquals(usd("16"), records.get(0).charge());
      assertEquals(usd("16"), team.records.spent("team", "key", Instant.EPOCH));
      assertEquals(usd("84"), team.ledger.trialBalance().get("wallet:team").get("USD"));
    }
  }

  private static TestLedger team(TestDatabase database) {
    Clock clock = Clock.systemUTC();
    return new TestLedger(database.books(clock), clock).apply(TestLedger.ONE_ACCOUNT).start();
  }
}
