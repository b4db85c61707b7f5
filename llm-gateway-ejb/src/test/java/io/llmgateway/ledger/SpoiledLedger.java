package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A copy of a small ledger that a test spoils, and what the verification says of it then. */
abstract class SpoiledLedger {
  static final String CALL =
      "(select min(entry_id) from usage_record where charge > 0 and uncollected = 0)";
  static final String TOP_UP = "(select id from journal_entry where reference = 'payment-1')";
  static final String RECORD =
      "(select min(id) from usage_record where charge > 0 and uncollected = 0)";

  Connection database;

  @BeforeEach
  void copy() throws Exception {
    database = BookedLedger.copy();
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  Seal seal() throws Exception {
    SealTables tables = new SealTables(database);
    List<ChainHead> heads = tables.heads();
    return new Seal(
        LocalDate.parse("2026-11-21"),
        LocalDateTime.parse("2026-11-21T00:00:01.000002"),
        CanonicalForm.NO_HASH,
        heads,
        tables.balances(heads));
  }

  int leases() throws Exception {
    return Integer.parseInt(text("select count(*) from wallet_lease"));
  }

  VerificationSummary verify(List<Finding> found, Seal... kept) throws Exception {
    return new LedgerVerification(database, 1_000, found::add, Clock.systemUTC())
        .run(List.of(kept));
  }

  Set<Finding.Code> codes(Seal... kept) throws Exception {
    List<Finding> found = new ArrayList<>();
    verify(found, kept);
    Set<Finding.Code> codes = new TreeSet<>();
    found.forEach(f -> codes.add(f.code()));
    return codes;
  }

  void assertOnly(Finding.Code code) throws Exception {
    assertEquals(Set.of(code), codes());
  }

  void assertFound(Finding.Code code, String row) throws Exception {
    List<Finding> found = new ArrayList<>();
    verify(found);
    assertTrue(
        found.stream().anyMatch(f -> f.code() == code && f.row().equals(row)),
        () -> code + " " + row + " is not among " + found);
  }

  void assertFoundInBlock(Finding.Code code, String row) throws Exception {
    List<Finding> found = new ArrayList<>();
    verify(found);
    assertTrue(
        found.stream().anyMatch(f -> f.code() == code && f.message().contains(row)),
        () -> code + " " + row + " is not among " + found);
  }

  void change(String sql) throws Exception {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
      assertTrue(statement.getUpdateCount() != 0 || sql.startsWith("alter"), sql);
    }
  }

  String text(String sql) throws Exception {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next(), sql);
      return row.getString(1);
    }
  }
}
