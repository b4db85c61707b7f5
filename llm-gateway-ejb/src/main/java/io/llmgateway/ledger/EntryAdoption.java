package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives journal entries of the time before there were blocks their place in a chain of their own,
 * in an open transaction: a block for each so many, in the order of their ids. The blocks say when
 * that was, so that nobody takes them for older than they are.
 */
final class EntryAdoption {
  /** In the place of a node's id; no node ever goes on with the chain. */
  static final String NODE = "adoption";

  private static final int MOST_AT_ONCE = 1_000;

  /** Another node's clock may have been ahead. */
  private static final Duration SLACK = Duration.ofDays(1);

  private static final String NO_END = "z";

  private final Connection connection;
  private final Rows rows;
  private final Instant now;

  EntryAdoption(Connection connection, Instant now) {
    this.connection = connection;
    this.rows = new Rows(connection);
    this.now = now;
  }

  /**
   * Up to when there were no blocks.
   *
   * @param end no entry that has this id or a later one is of that time
   */
  record Time(String end) {
    static Time of(Connection connection) throws SQLException {
      Instant first =
          new Rows(connection)
              .first(
                  row -> Rows.time(row, 1),
                  "select min(created_at) from journal_block where block = 1 and node <> ?",
                  NODE);
      return new Time(first == null ? NO_END : UsageReader.firstIdOf(first.plus(SLACK)));
    }

    /** Calls that moved no money had no entry then, so that no block can hold their records. */
    boolean excuse(LedgerRows.Usage record) {
      BookedUsage said = record.booked();
      return record.entryId() == null
          && said.id().compareTo(end) < 0
          && nothing(said.charge())
          && nothing(said.uncollected())
          && nothing(said.cost());
    }

    private static boolean nothing(BigDecimal amount) {
      return amount == null || amount.signum() == 0;
    }
  }

  /** An entry with all that its block holds of it. */
  private record Found(
      LedgerRows.Entry entry,
      List<LedgerRows.PostingRow> postings,
      List<LedgerRows.Usage> records) {}

  /**
   * @return how many have been adopted
   */
  int adopt() throws SQLException {
    List<Found> found = found();
    if (found.isEmpty()) {
      return 0;
    }
    int chain = chain();
    ChainTables chains = new ChainTables(connection);
    ChainTables.Head head = chains.lock(new Node(NODE, NODE, chain));
    Block block = block(found, chain, head);
    List<Object[]> places = new ArrayList<>();
    found.forEach(f -> places.add(new Object[] {chain, block.block(), f.entry().id()}));
    rows.changeAll(
        "update journal_entry set chain = ?, block = ? where id = ? and chain is null", places);
    chains.append(block);
    return found.size();
  }

  private Block block(List<Found> found, int chain, ChainTables.Head head) {
    BlockContents contents = new BlockContents(head.lastBlock() + 1);
    List<LedgerRows.Usage> records = new ArrayList<>();
    for (Found one : found) {
      contents.add(new BookedCall(one.entry(), one.postings()), one.postings());
      records.addAll(one.records());
    }
    records.sort(Comparator.comparing(record -> record.booked().id()));
    records.forEach(contents::add);
    return new Block(
        chain,
        contents.number(),
        NODE,
        InstantConverter.utc(now),
        contents.entryCount(),
        contents.recordCount(),
        contents.entriesHash(),
        contents.recordsHash(),
        head.lastHash());
  }

  private int chain() throws SQLException {
    Integer known =
        rows.first(row -> row.getInt(1), "select chain from journal_chain where node = ?", NODE);
    if (known != null) {
      return known;
    }
    int next =
        rows.first(row -> row.getInt(1), "select coalesce(max(chain), 0) + 1 from journal_chain");
    new ChainTables(connection).begin(next, NODE);
    return next;
  }

  private List<Found> found() throws SQLException {
    List<LedgerRows.Entry> entries =
        rows.find(
            LedgerRows::entry,
            LedgerRows.SELECT_ENTRY
                + " where chain is null and id < ? order by id offset 0 rows fetch first "
                + (MOST_AT_ONCE + 1)
                + " rows only",
            Time.of(connection).end());
    List<Found> found = new ArrayList<>();
    for (LedgerRows.Entry entry : entries) {
      found.add(found(entry));
    }
    return entries.size() <= MOST_AT_ONCE ? found : found.subList(0, whole(found));
  }

  private Found found(LedgerRows.Entry entry) throws SQLException {
    List<LedgerRows.PostingRow> postings =
        rows.find(
            LedgerRows::posting,
            LedgerRows.SELECT_POSTING + " where entry_id = ? order by line_no",
            entry.id());
    String call = EntryHead.callReference("");
    List<LedgerRows.Usage> records =
        !entry.reference().startsWith(call)
            ? List.of()
            : rows.find(
                LedgerRows::usage,
                LedgerRows.SELECT_RECORD + " where call_id = ? and entry_id = ? order by id",
                entry.reference().substring(call.length()),
                entry.id());
    return new Found(entry, postings, records);
  }

  /**
   * How many entries have all their records before the entry that comes after them: several nodes
   * may have written at the same time, and a block is read in the order of ids.
   */
  private static int whole(List<Found> found) {
    String last = "";
    int whole = found.size();
    for (int i = 0; i < found.size(); i++) {
      if (i > 0 && last.compareTo(found.get(i).entry().id()) < 0) {
        whole = i;
      }
      for (LedgerRows.Usage record : found.get(i).records()) {
        last = last.compareTo(record.booked().id()) < 0 ? record.booked().id() : last;
      }
    }
    return whole;
  }
}
