package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The twelfth invariant: a correction is an entry of its own, and what it corrects stays. */
class ReversalTest {
  private final Clock clock = Clock.systemUTC();

  @ParameterizedTest
  @EnumSource
  void reversalByCompensation(TestDatabase.Provider provider) throws Exception {
    TestDatabase database = TestDatabase.empty(provider);
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      team.apply(TestLedger.ONE_ACCOUNT);
      team.topUp("team", TestLedger.usd("7"), "payment");
      List<String> before = rows(database);
      String original =
          database.query("select id from journal_entry where reference = 'payment'").get(0);
      reverse(database, team, original);
      assertEquals(before, rows(database).subList(0, before.size()));
      assertEquals(List.of("100.000000000000"), database.query("select balance from wallet"));
      assertEquals(
          List.of("0.000000000000"),
          database.query(
              "select sum(p.amount) from posting p join journal_entry e on e.id = p.entry_id"
                  + " where p.ledger_account = 'clearing:top-up'"));
      assertEquals(List.of(), findings(database));
      assertEquals(List.of("reversal_of_nothing"), findingsOfABadReversal(database, team));
    }
  }

  private List<String> findingsOfABadReversal(TestDatabase database, TestLedger team)
      throws Exception {
    reverse(database, team, "none");
    return findings(database).stream().map(f -> f.code().text()).toList();
  }

  private void reverse(TestDatabase database, TestLedger team, String entryId) throws Exception {
    GrowingIds ids = new GrowingIds();
    ids.startAfter(clock.millis() + 5_000);
    try (Connection connection = database.source.getConnection()) {
      connection.setAutoCommit(false);
      BlockDraft block =
          new BlockDraft(connection, team.self.get(), ids, clock.instant(), List.of("team"));
      Amount amount = TestLedger.usd("-7");
      EntryLines lines =
          block.entry(
              new EntryHead(
                  JournalEntry.Kind.TOP_UP, "reversal of " + entryId, "jane", "error", entryId));
      lines.add(LedgerAccounts.TOP_UP_CLEARING, amount.negate());
      block.post(lines, "team", amount, TestLedger.usd("0"));
      block.write();
      connection.commit();
    }
  }

  private List<Finding> findings(TestDatabase database) throws Exception {
    List<Finding> found = new ArrayList<>();
    try (Connection connection = database.source.getConnection()) {
      new LedgerVerification(connection, 10, found::add, clock).run(List.of());
    }
    return found;
  }

  private static List<String> rows(TestDatabase database) {
    return database.query(
        "select concat(e.id, ' ', e.reference, ' ', p.ledger_account, ' ', p.amount)"
            + " from journal_entry e join posting p on p.entry_id = e.id order by e.id, p.line_no");
  }
}
