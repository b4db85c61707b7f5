package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database itself keeps what has been booked, on PostgreSQL and MariaDB. */
@Tag("not-h2")
class AppendOnlyIT {
  private static final String TIME = "timestamp '2026-01-01 00:00:00'";

  private static Tenant tenant;

  private Connection connection;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("append-only").models("echo").start();
    tenant.postChat("echo", "one two").assertOk();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    GatewayDatabase database = tenant.server().database();
    connection = database.connect();
    connection.setAutoCommit(false);
    run(
        "insert into exchange_rate (id, from_currency, to_currency, rate, source, valid_from)"
            + " values ('x', 'AAA', 'BBB', 2, 'test', "
            + TIME
            + ")");
    run(
        "insert into account_terms (id, account, origin, source, valid_from)"
            + " values ('x', 'none', 'CONFIG', 'test', "
            + TIME
            + ")");
    run(
        "insert into price_variant (price_id, line_no, above_input_tokens, input_price)"
            + " values ('x', 1, 0, 1)");
    run(
        "insert into audit_event (id, created_at, principal, action, subject, details)"
            + " values ('x', "
            + TIME
            + ", 'test', 'test', 'test', '{}')");
    run("insert into ledger_seal (seal_date, hash) values ('1999-01-01', 'x')");
    run("insert into ledger_seal_line (seal_date, line_no, line) values ('1999-01-01', 1, 'x')");
    run(
        "insert into journal_block (chain, block, node, created_at, entry_count, record_count,"
            + " entries_hash, records_hash, previous_hash, hash) values (-1, 1, 'x', "
            + TIME
            + ", 0, 0, '', '', '', '')");
    run(
        "insert into journal_entry (id, kind, reference, created_at)"
            + " values ('unplaced', 'TOP_UP', 'unplaced', "
            + TIME
            + ")");
  }

  @AfterEach
  void rollBack() throws SQLException {
    if (connection != null) {
      connection.rollback();
      connection.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "journal_entry, kind = 'OTHER'",
    "posting, amount = amount + 1",
    "journal_block, hash = 'other'",
    "usage_record, charge = 0",
    "price, input_price = 0",
    "price_variant, input_price = 0",
    "exchange_rate, rate = 1",
    "account_terms, price_factor = 0",
    "audit_event, principal = 'other'",
    "ledger_seal, hash = 'other'",
    "ledger_seal_line, line = 'other'"
  })
  void refusesToChange(String table, String change) {
    assertRefused("update " + table + " set " + change, table);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "journal_entry",
        "posting",
        "journal_block",
        "usage_record",
        "price",
        "price_variant",
        "exchange_rate",
        "account_terms",
        "audit_event",
        "ledger_seal",
        "ledger_seal_line"
      })
  void refusesToRemove(String table) {
    assertRefused("delete from " + table, table);
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal_entry", "posting", "journal_block", "usage_record", "price"})
  @Tag("postgresql")
  void refusesToTruncate(String table) {
    assertRefused("truncate table " + table, table);
  }

  @Test
  void anEntryWithoutAChainGetsItsPlaceOnce() throws SQLException {
    assertEquals(1, run("update journal_entry set chain = 1, block = 1 where id = 'unplaced'"));

    assertRefused("update journal_entry set chain = 2 where id = 'unplaced'", "journal_entry");
  }

  @Test
  void anEntryChangesNothingElseOnItsWayIntoAChain() {
    assertRefused(
        "update journal_entry set chain = 1, block = 1, kind = 'OTHER' where id = 'unplaced'",
        "journal_entry");
  }

  private void assertRefused(String sql, String table) {
    SQLException refused = assertThrows(SQLException.class, () -> run(sql), sql);
    assertTrue(
        refused.getMessage().contains(table + ", which is append-only"), refused.getMessage());
  }

  private int run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
