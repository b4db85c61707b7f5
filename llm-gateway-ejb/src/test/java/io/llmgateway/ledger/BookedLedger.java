package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A small ledger of every kind of row, of which each test gets a copy that it may spoil. */
final class BookedLedger {
  private static List<String> script;

  private BookedLedger() {}

  /**
   * @return an address of H2 with a copy; the database is there while a connection is open
   */
  static synchronized Connection copy() throws Exception {
    return copy("jdbc:h2:mem:" + UUID.randomUUID());
  }

  static synchronized Connection copy(String url) throws Exception {
    if (script == null) {
      script = book();
    }
    Connection connection = DriverManager.getConnection(url, "sa", "");
    try (Statement statement = connection.createStatement()) {
      for (String line : script) {
        if (!line.contains("CREATE USER") && !line.contains("DB_CLOSE_DELAY")) {
          statement.execute(line);
        }
      }
    }
    return connection;
  }

  private static List<String> book() throws Exception {
    TestDatabase database =
        new TestDatabase(TestDatabase.Provider.ECLIPSELINK, TestDatabase.h2(""));
    Clock clock = Clock.systemUTC();
    try (TestLedger one = new TestLedger(database.node(clock), clock).start();
        TestLedger two = new TestLedger(database.node(clock), clock).start()) {
      one.apply(TestLedger.ONE_ACCOUNT);
      two.apply(TestLedger.ONE_ACCOUNT);
      for (int i = 0; i < 4; i++) {
        one.topUp("team", TestLedger.usd("10"), "payment-" + i);
        bookCalls(one);
        bookCalls(two);
      }
      overdraw(two);
      holdFor(one);
    }
    return script(database);
  }

  private static void bookCalls(TestLedger node) {
    node.settle(
        node.hold(1, 2),
        TestLedger.attempt(1, EndState.CUT, new Usage(1, 1, 0, 0, 0)),
        TestLedger.attempt(2, EndState.COMPLETE, new Usage(1, 2, 0, 0, 0)));
    node.settle(node.hold(1, 1), TestLedger.attempt(1, EndState.FAILED_BEFORE_OUTPUT, Usage.NONE));
  }

  /** More than was held, and more than there is. */
  private static void overdraw(TestLedger node) {
    node.settle(
        node.hold(1, 1), TestLedger.attempt(1, EndState.COMPLETE, new Usage(1, 10_000, 0, 0, 0)));
  }

  /** The trace of a call in flight, and a lease. */
  private static void holdFor(TestLedger node) {
    node.topUp("team", TestLedger.usd("50"), "payment-last");
    node.hold(1, 1);
    node.traces.tend(java.time.Duration.ZERO);
  }

  private static List<String> script(TestDatabase database) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = database.source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("script")) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  /** Makes the hashes of a chain fit its rows again, as somebody who may write can do. */
  static void rehash(Connection connection, int chain) throws SQLException {
    String previous = CanonicalForm.NO_HASH;
    for (Map.Entry<Long, List<String>> block : blocks(connection, chain).entrySet()) {
      List<String> b = block.getValue();

      CanonicalForm.Hash entries = new CanonicalForm.Hash();
      CanonicalForm.Hash records = new CanonicalForm.Hash();
      int entryCount = 0;
      int recordCount = 0;
      List<String> ids = new ArrayList<>();
      RowCursor<LedgerRows.Entry> all = LedgerRows.entries(connection);
      for (LedgerRows.Entry e = all.next(); e != null; e = all.next()) {
        if (e.chain() == chain && e.block().equals(block.getKey())) {
          ids.add(e.id());
          entryCount++;
          entries.add(e.line());
          RowCursor<LedgerRows.PostingRow> postings = LedgerRows.postings(connection);
          for (LedgerRows.PostingRow p = postings.next(); p != null; p = postings.next()) {
            if (p.entryId().equals(e.id())) {
              entries.add(p.line());
            }
          }
        }
      }
      RowCursor<LedgerRows.Usage> usage = LedgerRows.records(connection);
      for (LedgerRows.Usage u = usage.next(); u != null; u = usage.next()) {
        if (ids.contains(u.entryId())) {
          recordCount++;
          records.add(u.line());
        }
      }
      Block made =
          new Block(
              chain,
              block.getKey(),
              b.get(0),
              java.time.LocalDateTime.parse(b.get(1).replace(' ', 'T')),
              entryCount,
              recordCount,
              entries.end(),
              records.end(),
              previous);
      String hash = made.hash();
      update(
          connection,
          "update journal_block set entry_count = %d, record_count = %d, entries_hash = '%s',"
              + " records_hash = '%s', previous_hash = '%s', hash = '%s'"
              + " where chain = %d and block = %d",
          made.entryCount(),
          made.recordCount(),
          made.entriesHash(),
          made.recordsHash(),
          previous,
          hash,
          chain,
          block.getKey());
      previous = hash;
    }
    update(
        connection, "update journal_chain set last_hash = '%s' where chain = %d", previous, chain);
  }

  private static Map<Long, List<String>> blocks(Connection connection, int chain)
      throws SQLException {
    Map<Long, List<String>> blocks = new java.util.TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select block, node, created_at from journal_block where chain = " + chain)) {
      while (row.next()) {
        blocks.put(row.getLong(1), List.of(row.getString(2), row.getString(3)));
      }
    }
    return blocks;
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql.formatted(values));
    }
  }
}
