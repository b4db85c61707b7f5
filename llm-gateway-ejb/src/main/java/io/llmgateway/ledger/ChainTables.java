package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The chains of journal blocks, by plain JDBC in an open transaction. */
final class ChainTables {
  private final Connection connection;

  ChainTables(Connection connection) {
    this.connection = connection;
  }

  /** Where a chain ends. */
  record Head(long lastBlock, String lastHash) {}

  /**
   * Locks the node's chain until the end of the transaction.
   *
   * @throws NodeLostException when it is another node's by now
   */
  Head lock(Node node) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select last_block, last_hash, node from journal_chain where chain = ? for update")) {
      select.setInt(1, node.chain());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || !node.id().equals(row.getString(3))) {
          throw new NodeLostException(node.id());
        }
        return new Head(row.getLong(1), row.getString(2));
      }
    }
  }

  void append(Block block) throws SQLException {
    String hash = block.hash();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into journal_block (chain, block, node, created_at, entry_count,"
                + " record_count, entries_hash, records_hash, previous_hash, hash)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setInt(1, block.chain());
      insert.setLong(2, block.block());
      insert.setString(3, block.node());
      insert.setObject(4, block.createdAt());
      insert.setInt(5, block.entryCount());
      insert.setInt(6, block.recordCount());
      insert.setString(7, block.entriesHash());
      insert.setString(8, block.recordsHash());
      insert.setString(9, block.previousHash());
      insert.setString(10, hash);
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update journal_chain set last_block = ?, last_hash = ? where chain = ?")) {
      update.setLong(1, block.block());
      update.setString(2, hash);
      update.setInt(3, block.chain());
      update.executeUpdate();
    }
  }

  /**
   * Takes a chain that no living node has, or begins a new one. Two nodes that do so at once must
   * be kept apart by the caller's lock.
   *
   * @return the chain's number
   */
  int claim(String node) throws SQLException {
    Integer free = null;
    int highest = 0;
    try (PreparedStatement select =
            connection.prepareStatement("select chain, node from journal_chain order by chain");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        highest = row.getInt(1);
        if (free == null && row.getString(2) == null) {
          free = highest;
        }
      }
    }
    if (free != null) {
      own(free, node);
      return free;
    }
    begin(highest + 1, node);
    return highest + 1;
  }

  /** Begins a chain. */
  void begin(int chain, String node) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into journal_chain (chain, node, last_block, last_hash) values (?, ?, 0, ?)")) {
      insert.setInt(1, chain);
      insert.setString(2, node);
      insert.setString(3, CanonicalForm.NO_HASH);
      insert.executeUpdate();
    }
  }

  private void own(int chain, String node) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update journal_chain set node = ? where chain = ?")) {
      update.setString(1, node);
      update.setInt(2, chain);
      update.executeUpdate();
    }
  }

  /** Leaves the node's chains to whoever comes next. */
  void release(String node) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update journal_chain set node = null where node = ?")) {
      update.setString(1, node);
      update.executeUpdate();
    }
  }

  /**
   * @return the time of the last id on the chain, in milliseconds since 1970, so that ids can grow
   *     on from there; 0 for an empty chain
   */
  long lastMillis(int chain) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select b.created_at from journal_block b join journal_chain c"
                + " on c.chain = b.chain and c.last_block = b.block where c.chain = ?")) {
      select.setInt(1, chain);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? row.getObject(1, java.time.LocalDateTime.class)
                .toInstant(java.time.ZoneOffset.UTC)
                .toEpochMilli()
            : 0;
      }
    }
  }
}
