package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of invoices and of their numbers, by plain JDBC in an open transaction. */
final class InvoiceTables {
  private static final String SELECT =
      "select id, invoice_number, issuer, account, statement_month, currency, opening_balance,"
          + " usage_charge, closing_balance, statement_hash, principal, issued_at from invoice";

  private final Connection connection;

  InvoiceTables(Connection connection) {
    this.connection = connection;
  }

  /** Makes everybody who issues wait until this transaction has ended. */
  void lock() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select name from ledger_guard where name = 'invoices' for update");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("the guard of the invoices is missing");
      }
    }
  }

  /**
   * Takes the next number; it is free again when the transaction rolls back. Needs {@link #lock}.
   *
   * @param year of the issue, in UTC
   */
  String nextNumber(String issuer, int year) throws SQLException {
    long last = lastNumber(issuer, year);
    String write =
        last == 0
            ? "insert into invoice_sequence (last_number, issuer, issue_year) values (?, ?, ?)"
            : "update invoice_sequence set last_number = ? where issuer = ? and issue_year = ?";
    try (PreparedStatement statement = connection.prepareStatement(write)) {
      statement.setLong(1, last + 1);
      statement.setString(2, issuer);
      statement.setInt(3, year);
      statement.executeUpdate();
    }
    return String.format(Locale.ROOT, "%04d-%06d", year, last + 1);
  }

  private long lastNumber(String issuer, int year) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select last_number from invoice_sequence where issuer = ? and issue_year = ?")) {
      select.setString(1, issuer);
      select.setInt(2, year);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  void insert(Invoice invoice) throws SQLException {
    Object[] row = {
      invoice.id(),
      invoice.number(),
      invoice.issuer(),
      invoice.account(),
      invoice.month().toString(),
      invoice.opening().currency(),
      invoice.opening().value(),
      invoice.charge().value(),
      invoice.closing().value(),
      invoice.hash(),
      invoice.principal(),
      InstantConverter.utc(invoice.issuedAt())
    };
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into invoice (id, invoice_number, issuer, account, statement_month, currency,"
                + " opening_balance, usage_charge, closing_balance, statement_hash, principal,"
                + " issued_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < row.length; i++) {
        insert.setObject(i + 1, row[i]);
      }
      insert.executeUpdate();
    }
  }

  /**
   * @return the invoice of that month, or null
   */
  Invoice find(String account, Month month) throws SQLException {
    List<Invoice> found =
        list(SELECT + " where account = ? and statement_month = ?", account, month.toString());
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * @param account whose, or null for all
   * @param after the id of the last invoice of the page before, or null
   * @return one page, oldest first
   */
  List<Invoice> list(String account, int limit, String after) throws SQLException {
    String from = after == null ? "" : after;
    String order = " order by id offset 0 rows fetch first " + limit + " rows only";
    return account == null
        ? list(SELECT + " where id > ?" + order, from)
        : list(SELECT + " where id > ? and account = ?" + order, from, account);
  }

  private List<Invoice> list(String sql, String... values) throws SQLException {
    List<Invoice> invoices = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          invoices.add(invoice(row));
        }
      }
    }
    return invoices;
  }

  private static Invoice invoice(ResultSet row) throws SQLException {
    String currency = row.getString(6);
    return new Invoice(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Month.parse(row.getString(5)),
        new Amount(row.getBigDecimal(7), currency),
        new Amount(row.getBigDecimal(8), currency),
        new Amount(row.getBigDecimal(9), currency),
        row.getString(10),
        row.getString(11),
        row.getObject(12, LocalDateTime.class).toInstant(ZoneOffset.UTC));
  }
}
