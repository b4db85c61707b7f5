package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What is archived, by plain JDBC in an open transaction. */
final class ArchiveTables {
  private static final String SELECT =
      "select archive_month, state, node, directory, manifest_hash, record_count, first_id,"
          + " last_id, principal, started_at, archived_at from usage_archive";

  private final Connection connection;

  ArchiveTables(Connection connection) {
    this.connection = connection;
  }

  /** Makes everybody who does the same wait until this transaction has ended. */
  void lock() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select name from ledger_guard where name = 'archives' for update");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("the guard of the archives is missing");
      }
    }
  }

  /**
   * @return null when the month is not archived, and nobody is about it
   */
  UsageArchive find(Month month) throws SQLException {
    List<UsageArchive> found = list(" where archive_month = ?", month.toString());
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * @param after a month, or null for the first page
   * @return one page by month
   */
  List<UsageArchive> list(Month after, int limit) throws SQLException {
    return list(
        " where archive_month > ? order by archive_month fetch first " + limit + " rows only",
        after == null ? "" : after.toString());
  }

  /** All months whose records are no longer in the database, in their order. */
  List<UsageArchive> archived() throws SQLException {
    return list(" where state = ? order by archive_month", UsageArchive.State.ARCHIVED.name());
  }

  /** The same, without what is in them. */
  List<Month> archivedMonths() throws SQLException {
    List<Month> months = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "select archive_month from usage_archive where state = 'ARCHIVED'"
                    + " order by archive_month");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        months.add(Month.parse(row.getString(1)));
      }
    }
    return months;
  }

  /**
   * @return the month of the oldest record in the database, or null without any
   */
  Month oldest() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select min(id) from usage_record");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1) == null ? null : Month.ofId(row.getString(1));
    }
  }

  void insert(UsageArchive begun) throws SQLException {
    update(
        "insert into usage_archive (archive_month, state, node, directory, principal, started_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        begun.month().toString(),
        begun.state().name(),
        begun.node(),
        begun.directory(),
        begun.principal(),
        InstantConverter.utc(begun.startedAt()));
  }

  /**
   * Removes a month that is being written.
   *
   * @return false when it is not
   */
  boolean delete(Month month, String directory) throws SQLException {
    return update(
            "delete from usage_archive where archive_month = ? and directory = ?"
                + " and state = 'WRITING'",
            month.toString(),
            directory)
        > 0;
  }

  /** From now on the archive is where the month's records are. */
  void finish(Month month, UsageArchive.Contents contents, Instant now) throws SQLException {
    update(
        "update usage_archive set state = 'ARCHIVED', manifest_hash = ?, record_count = ?,"
            + " first_id = ?, last_id = ?, archived_at = ? where archive_month = ?",
        contents.manifestHash(),
        contents.records(),
        contents.firstId(),
        contents.lastId(),
        InstantConverter.utc(now),
        month.toString());
    for (ArchiveFile file : contents.files()) {
      update(
          "insert into usage_archive_file (archive_month, file_no, file_name, file_hash,"
              + " byte_count, record_count, first_id, last_id) values (?, ?, ?, ?, ?, ?, ?, ?)",
          month.toString(),
          file.number(),
          file.name(),
          file.hash(),
          file.bytes(),
          file.records(),
          file.firstId(),
          file.lastId());
    }
    for (ArchivedChain chain : contents.chains()) {
      update(
          "insert into usage_archive_chain (archive_month, chain, first_block, last_block,"
              + " record_count) values (?, ?, ?, ?, ?)",
          month.toString(),
          chain.chain(),
          chain.firstBlock(),
          chain.lastBlock(),
          chain.records());
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private List<UsageArchive> list(String conditions, String value) throws SQLException {
    List<UsageArchive> archives = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT + conditions)) {
      select.setString(1, value);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          archives.add(archive(row));
        }
      }
    }
    return archives;
  }

  private UsageArchive archive(ResultSet row) throws SQLException {
    Month month = Month.parse(row.getString(1));
    UsageArchive.State state = UsageArchive.State.valueOf(row.getString(2));
    boolean done = state == UsageArchive.State.ARCHIVED;
    return new UsageArchive(
        month,
        state,
        row.getString(3),
        row.getString(4),
        done
            ? new UsageArchive.Contents(
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                files(month),
                chains(month))
            : null,
        row.getString(9),
        time(row, 10),
        time(row, 11));
  }

  private List<ArchiveFile> files(Month month) throws SQLException {
    List<ArchiveFile> files = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select file_no, file_name, file_hash, byte_count, record_count, first_id, last_id"
                + " from usage_archive_file where archive_month = ? order by file_no")) {
      select.setString(1, month.toString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          files.add(
              new ArchiveFile(
                  row.getInt(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getString(6),
                  row.getString(7)));
        }
      }
    }
    return files;
  }

  private List<ArchivedChain> chains(Month month) throws SQLException {
    List<ArchivedChain> chains = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select chain, first_block, last_block, record_count from usage_archive_chain"
                + " where archive_month = ? order by chain")) {
      select.setString(1, month.toString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          chains.add(
              new ArchivedChain(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        }
      }
    }
    return chains;
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }
}
