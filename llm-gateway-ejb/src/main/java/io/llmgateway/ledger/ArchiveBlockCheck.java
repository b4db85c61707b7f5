package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares records with what their blocks were sealed with, before the records leave the database.
 * Holds one hash for each chain.
 */
final class ArchiveBlockCheck {
  private final Connection connection;
  private final Map<Integer, Open> open = new HashMap<>();

  /** The block of a chain that is being read. */
  private static final class Open {
    private final int chain;
    private final long block;
    private final boolean first;
    private final CanonicalForm.Hash hash = new CanonicalForm.Hash();
    private int records;

    private Open(int chain, long block, boolean first) {
      this.chain = chain;
      this.block = block;
      this.first = first;
    }
  }

  ArchiveBlockCheck(Connection connection) {
    this.connection = connection;
  }

  /**
   * @throws LedgerDamage when a block that has ended is not as it was sealed
   */
  void add(ArchivedRecord record) throws SQLException {
    if (record.chain() == null) {
      return;
    }
    Open now = open.get(record.chain());
    if (now == null || now.block != record.block()) {
      if (now != null) {
        close(now, now.first);
      }
      now = new Open(record.chain(), record.block(), now == null);
      open.put(record.chain(), now);
    }
    now.hash.add(record.line());
    now.records++;
  }

  /**
   * @throws LedgerDamage likewise
   */
  void end() throws SQLException {
    for (Open last : open.values()) {
      close(last, true);
    }
  }

  /**
   * @param atTheEdge whether records of the block may be in the month beside this one
   */
  private void close(Open block, boolean atTheEdge) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select record_count, records_hash from journal_block where chain = ? and block = ?")) {
      select.setInt(1, block.chain);
      select.setLong(2, block.block);
      try (ResultSet row = select.executeQuery()) {
        boolean there = row.next();
        if (there && atTheEdge && block.records < row.getInt(1)) {
          return;
        }
        if (!there || !row.getString(2).equals(block.hash.end())) {
          throw new LedgerDamage(block.chain + "/" + block.block);
        }
      }
    }
  }

  /** The records of a block are not those that it was sealed with. */
  static final class LedgerDamage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LedgerDamage(String block) {
      super("the usage records of block " + block + " are not those that were sealed");
    }
  }
}
