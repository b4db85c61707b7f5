package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the sums that statements of archived months are made of with the archived records. */
final class ArchivedSums {
  private final Connection connection;
  private final Findings findings;
  private final Map<String, Map<String, Sum>> read = new TreeMap<>();
  private final Set<String> whole = new TreeSet<>();

  /** What an account's records come to. */
  private record Sum(
      long records, BigDecimal charge, BigDecimal uncollected, long tokens, BigDecimal cost) {
    private Sum plus(Sum other) {
      return new Sum(
          records + other.records,
          charge.add(other.charge),
          uncollected.add(other.uncollected),
          tokens + other.tokens,
          cost.add(other.cost));
    }
  }

  ArchivedSums(Connection connection, Findings findings) {
    this.connection = connection;
    this.findings = findings;
  }

  /**
   * @throws RuntimeException when a field is not of its type
   */
  void add(Month month, ArchivedRecord record) {
    BigDecimal cost = record.amount("cost");
    read.computeIfAbsent(month.toString(), m -> new TreeMap<>())
        .merge(
            record.text("account") + " " + record.text("charge_currency"),
            new Sum(
                1,
                record.amount("charge"),
                record.amount("uncollected"),
                Long.parseLong(record.text("input_tokens"))
                    + Long.parseLong(record.text("output_tokens")),
                cost == null ? BigDecimal.ZERO.setScale(Amount.SCALE) : cost),
            Sum::plus);
  }

  /** All records of a month have been read. */
  void end(Month month) {
    whole.add(month.toString());
    read.computeIfAbsent(month.toString(), m -> new TreeMap<>());
  }

  void compare() throws SQLException {
    for (String month : whole) {
      Map<String, Sum> archived = read.get(month);
      Map<String, Sum> kept = kept(month);
      Set<String> accounts = new TreeSet<>(archived.keySet());
      accounts.addAll(kept.keySet());
      for (String account : accounts) {
        if (!Objects.equals(archived.get(account), kept.get(account))) {
          findings.add(
              Finding.Code.SUMMARY_DIFFERS,
              month + " " + account,
              "usage_summary has %s, the archive %s"
                  .formatted(kept.get(account), archived.get(account)));
        }
      }
    }
  }

  private Map<String, Sum> kept(String month) throws SQLException {
    Map<String, Sum> sums = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select account, charge_currency, sum(attempts), sum(charge), sum(uncollected),"
                + " sum(input_tokens + output_tokens), sum(cost) from usage_summary"
                + " where archive_month = ? group by account, charge_currency")) {
      select.setString(1, month);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.put(
              row.getString(1) + " " + row.getString(2),
              new Sum(
                  row.getLong(3),
                  row.getBigDecimal(4).setScale(Amount.SCALE),
                  row.getBigDecimal(5).setScale(Amount.SCALE),
                  row.getLong(6),
                  row.getBigDecimal(7).setScale(Amount.SCALE)));
        }
      }
    }
    return sums;
  }
}
