package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What seals are made of, and the seals themselves, by plain JDBC in an open transaction. */
final class SealTables {
  private final Connection connection;

  SealTables(Connection connection) {
    this.connection = connection;
  }

  List<ChainHead> heads() throws SQLException {
    List<ChainHead> heads = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "select chain, last_block, last_hash from journal_chain order by chain");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        heads.add(new ChainHead(row.getInt(1), row.getLong(2), row.getString(3)));
      }
    }
    return heads;
  }

  /**
   * @return the stored hash of a block, or null when there is no such block
   */
  String blockHash(int chain, long block) throws SQLException {
    return text("select hash from journal_block where chain = ? and block = ?", chain, block);
  }

  /**
   * @return the reference of an entry, or null when there is no such entry
   */
  String referenceOf(String entryId) throws SQLException {
    return text("select reference from journal_entry where id = ?", entryId);
  }

  /**
   * The trial balance of all entries up to these heads.
   *
   * @return by currency, a hash over the sums of its ledger accounts
   */
  Map<String, String> balances(List<ChainHead> heads) throws SQLException {
    Map<String, Map<String, String>> lines = new TreeMap<>();
    StringBuilder upTo = new StringBuilder("1 = 0");
    heads.forEach(
        head ->
            upTo.append(" or e.chain = ")
                .append(head.chain())
                .append(" and e.block <= ")
                .append(head.block()));
    try (PreparedStatement select =
        connection.prepareStatement(
            "select p.ledger_account, p.currency, sum(p.amount) from posting p"
                + " join journal_entry e on e.id = p.entry_id where "
                + upTo
                + " group by p.ledger_account, p.currency")) {
      select.setFetchSize(1_000);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Amount sum = new Amount(row.getBigDecimal(3), row.getString(2));
          lines
              .computeIfAbsent(row.getString(2), c -> new TreeMap<>())
              .put(
                  row.getString(1),
                  CanonicalForm.line("A", row.getString(1), sum.currency(), sum.value()));
        }
      }
    }
    Map<String, String> hashes = new TreeMap<>();
    lines.forEach(
        (currency, accounts) -> {
          CanonicalForm.Hash hash = new CanonicalForm.Hash();
          accounts.values().forEach(hash::add);
          hashes.put(currency, hash.end());
        });
    return hashes;
  }

  /**
   * A seal as it is stored.
   *
   * @param lines as they stand there
   * @param hash as it stands there
   */
  record StoredSeal(String date, List<String> lines, String hash) {}

  /**
   * @return the next seal after a date, or null
   * @param after a date, or an empty text for the first one
   */
  StoredSeal next(String after) throws SQLException {
    return seal(text("select min(seal_date) from ledger_seal where seal_date > ?", after));
  }

  /**
   * @return null when there is none
   */
  StoredSeal of(LocalDate date) throws SQLException {
    return seal(text("select seal_date from ledger_seal where seal_date = ?", date.toString()));
  }

  /**
   * @return null when there is none
   */
  StoredSeal last() throws SQLException {
    return seal(text("select max(seal_date) from ledger_seal"));
  }

  /** The dates of all seals, newest first. */
  List<String> dates(String before, int limit) throws SQLException {
    List<String> dates = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select seal_date from ledger_seal where seal_date < ? order by seal_date desc")) {
      select.setMaxRows(limit);
      select.setString(1, before);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          dates.add(row.getString(1));
        }
      }
    }
    return dates;
  }

  private StoredSeal seal(String date) throws SQLException {
    if (date == null) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select line from ledger_seal_line where seal_date = ? order by line_no")) {
      select.setString(1, date);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
    return new StoredSeal(
        date, lines, text("select hash from ledger_seal where seal_date = ?", date));
  }

  void insert(Seal seal) throws SQLException {
    update(
        "insert into ledger_seal (seal_date, hash) values (?, ?)",
        seal.date().toString(),
        seal.hash());
    int number = 0;
    for (String line : seal.lines()) {
      update(
          "insert into ledger_seal_line (seal_date, line_no, line) values (?, ?, ?)",
          seal.date().toString(),
          ++number,
          line);
    }
  }

  private String text(String sql, Object... values) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
