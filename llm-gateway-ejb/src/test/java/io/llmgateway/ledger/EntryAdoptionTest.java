package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database of the time before there were blocks, as that version wrote it. */
class EntryAdoptionTest {
  private static final String PRICE = "019c0000-0000-7000-8000-000000000000";
  private static final Instant THEN = Instant.parse("2026-01-31T12:00:00Z");

  private final Clock clock = Clock.systemUTC();
  private final JdbcConnectionPool source = TestDatabase.h2("");
  private int made;

  private String id() {
    String first = UsageReader.firstIdOf(THEN);
    return first.substring(0, 24) + "%012x".formatted(++made);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String entry(String kind, String reference, String... lines) throws SQLException {
    String id = id();
    execute(
        ("insert into journal_entry (id, kind, reference, created_at) values ('%s', '%s', '%s',"
                + " timestamp '2026-01-31 12:00:00')")
            .formatted(id, kind, reference));
    int number = 0;
    for (String line : lines) {
      String[] part = line.split(" ");
      execute(
          ("insert into posting (entry_id, line_no, ledger_account, currency, amount)"
                  + " values ('%s', %d, '%s', 'USD', %s)")
              .formatted(id, ++number, part[0], part[1]));
    }
    return id;
  }

  private void record(String call, String entry, int tokens) throws SQLException {
    String price = tokens == 0 ? "null" : "'" + PRICE + "'";
    String cost = tokens == 0 ? "null, null" : tokens + ", 'USD'";
    execute(
        ("insert into usage_record (id, call_id, attempt, request_id, api_key, account,"
                + " requested_model, public_model, provider, upstream_model, channel, operation,"
                + " streamed, outcome, end_state, input_tokens, output_tokens, cache_read_tokens,"
                + " cache_write_tokens, reasoning_tokens, usage_source, price_id, cost_price_id,"
                + " cost, cost_currency, charge, charge_currency, uncollected, entry_id,"
                + " started_at, duration_ms, settled_at) values ('%s', '%s', 1, 'r', 'key', 'team',"
                + " 'public', 'public', 'vendor', 'up', 'channel', 'chat', false, 'OK', '%s', %d, 0,"
                + " 0, 0, 0, 'REPORTED', %s, %s, %s, %d, 'USD', 0, %s,"
                + " timestamp '2026-01-31 12:00:00', 100, timestamp '2026-01-31 12:00:01')")
            .formatted(
                id(),
                call,
                tokens == 0 ? "FAILED_BEFORE_OUTPUT" : "COMPLETE",
                tokens,
                price,
                price,
                cost,
                tokens,
                entry == null ? "null" : "'" + entry + "'"));
  }

  private void call(int number) throws SQLException {
    String entry =
        entry(
            "SETTLEMENT",
            "call:c" + number,
            "wallet:team -2",
            "revenue 2",
            "expense:provider-cost:vendor -2",
            "provider-payable:vendor 2");
    record("c" + number, entry, 2);
  }

  private void writeAsThen(int calls) throws SQLException {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/common", "classpath:db/migration/h2")
        .callbackLocations("classpath:db/migration/common")
        .target("2")
        .load()
        .migrate();
    execute(
        "insert into wallet (account, currency, balance, credit_line, version, created_at) values"
            + " ('team', 'USD', %d, 0, 1, timestamp '2026-01-31 12:00:00')"
                .formatted(10_000 - 2 * calls));
    execute(
        "insert into price (id, kind, provider, model, input_price, output_price, currency, source,"
            + " valid_from) values ('"
            + PRICE
            + "', 'OPERATOR', '-', 'public', 1000000, 1000000, 'USD',"
            + " 'then', timestamp '2026-01-01 00:00:00')");
    entry("OPENING", "opening:team", "equity:opening -10000", "wallet:team 10000");
    record("free", null, 0);
    for (int i = 0; i < calls; i++) {
      call(i);
    }
  }

  private List<String> findings() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      new LedgerVerification(connection, 10, f -> found.add(f.toString()), clock).run(List.of());
    }
    return found;
  }

  private List<String> codes() throws SQLException {
    return findings().stream().map(f -> f.substring(0, f.indexOf(' '))).distinct().toList();
  }

  private long blocks(TestDatabase database) {
    return Long.parseLong(
        database.query("select count(*) from journal_block where node = 'adoption'").get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 2_500})
  void whatWasWrittenBeforeThereWereBlocksIsSealedOnce(int calls) throws Exception {
    writeAsThen(calls);
    TestDatabase database = new TestDatabase(TestDatabase.Provider.ECLIPSELINK, source);
    assertEquals(List.of("entry_without_block", "record_out_of_order"), codes());

    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      assertEquals(List.of(), findings());
      assertEquals(1 + calls / 1_000, blocks(database));
      team.apply(TestLedger.ONE_ACCOUNT);
      team.settle(
          team.hold(1, 1),
          TestLedger.attempt(1, EndState.COMPLETE, new io.llmgateway.chat.Usage(1, 1, 0, 0, 0)));
      assertEquals(List.of(), findings());
    }
    try (TestLedger again = new TestLedger(database.node(clock), clock).start()) {
      again.topUp("team", TestLedger.usd("1"), "later");
      assertEquals(1 + calls / 1_000, blocks(database));
      assertEquals(List.of(), findings());
    }
  }

  @Test
  void aChangeOfWhatWasAdoptedIsFound() throws Exception {
    writeAsThen(3);
    TestDatabase database = new TestDatabase(TestDatabase.Provider.ECLIPSELINK, source);
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      execute("update posting set ledger_account = 'rounding' where ledger_account = 'revenue'");
      assertTrue(codes().contains("entries_changed"), findings().toString());
    }
  }

  @Test
  void aRecordThatMovedMoneyHasNoExcuse() throws Exception {
    writeAsThen(3);
    record("stray", null, 1);
    TestDatabase database = new TestDatabase(TestDatabase.Provider.ECLIPSELINK, source);
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      assertEquals(List.of("record_without_entry"), codes());
    }
  }

  @Test
  void aDatabaseThatHasHadBlocksForLongIsAdoptedToo() throws Exception {
    TestDatabase database = new TestDatabase(TestDatabase.Provider.ECLIPSELINK, source);
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      team.apply(TestLedger.ONE_ACCOUNT);
      entry("TOP_UP", "old", "clearing:top-up -5", "rounding 5");
      assertEquals(List.of("entry_without_block"), codes());
    }
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      assertEquals(List.of(), findings());
      assertEquals(1, blocks(database));
    }
  }
}
