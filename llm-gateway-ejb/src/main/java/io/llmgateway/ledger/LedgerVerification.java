package io.llmgateway.ledger;

import static io.llmgateway.ledger.Finding.Code.ENTRY_EMPTY;
import static io.llmgateway.ledger.Finding.Code.ENTRY_UNBALANCED;
import static io.llmgateway.ledger.Finding.Code.ENTRY_WITHOUT_BLOCK;
import static io.llmgateway.ledger.Finding.Code.POSTING_WITHOUT_ENTRY;
import static io.llmgateway.ledger.Finding.Code.RECORD_COMPUTES_DIFFERENTLY;
import static io.llmgateway.ledger.Finding.Code.RECORD_OF_ANOTHER_CALL;
import static io.llmgateway.ledger.Finding.Code.RECORD_OUT_OF_ORDER;
import static io.llmgateway.ledger.Finding.Code.RECORD_WITHOUT_ENTRY;
import static io.llmgateway.ledger.Finding.Code.REVERSAL_OF_NOTHING;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Checks that the ledger's tables say what the gateway wrote, by plain JDBC and nothing else: each
 * hash, each sum, each reference from one row to another. Reads entries, postings and usage records
 * side by side in the order of their ids, all in one snapshot, so that it finds nothing wrong with
 * a ledger that is being written to.
 */
public final class LedgerVerification {
  private final Connection connection;
  private final Findings findings;
  private final Clock clock;
  private final Path directory;
  private final Map<Integer, ChainCheck> chains = new TreeMap<>();
  private final Map<String, Long> rows = new TreeMap<>();
  private RowCursor<LedgerRows.Entry> entries;
  private RowCursor<LedgerRows.PostingRow> postings;
  private UsageRows records;
  private Recomputation recomputation;
  private EntryAdoption.Time beforeBlocks;

  /**
   * @param connection of its own, with no transaction open; it stays open
   * @param limit how many findings are handed on at the most
   * @param reader gets the findings while they are made
   */
  public LedgerVerification(
      Connection connection, int limit, Consumer<Finding> reader, Clock clock) {
    this(connection, limit, reader, clock, null);
  }

  /**
   * @param directory where the archives of usage records lie, to be verified too; null for nowhere:
   *     then the records of archived blocks are left out
   */
  public LedgerVerification(
      Connection connection, int limit, Consumer<Finding> reader, Clock clock, Path directory) {
    this.connection = connection;
    this.findings = new Findings(limit, reader);
    this.clock = clock;
    this.directory = directory;
  }

  /**
   * @param kept seals that were kept elsewhere, as they were exported; they must still be true
   */
  public VerificationSummary run(List<Seal> kept) throws SQLException {
    Instant at = clock.instant();
    long start = System.nanoTime();
    List<ChainHead> heads;
    ArchivedBlocks archived;
    try (LedgerSnapshot snapshot = new LedgerSnapshot(connection)) {
      Dialect.of(connection).keepRecords(connection);
      heads = new SealTables(connection).heads();
      archived = verifyChains(heads);
      StateChecks state = new StateChecks(connection, findings);
      state.run();
      rows.putAll(state.rows());
      rows.put("ledger_seal", new SealChecks(connection, findings).run(kept));
    }
    return new VerificationSummary(
        at,
        Duration.ofNanos(System.nanoTime() - start),
        findings.count(),
        rows,
        heads,
        archived.checked(),
        archived.unchecked());
  }

  private ArchivedBlocks verifyChains(List<ChainHead> heads) throws SQLException {
    ArchivedUsage archives = new ArchivedUsage(connection, directory, findings);
    try (archives) {
      records = new UsageRows(LedgerRows.records(connection), archives);
      verifyChains(heads, archives.blocks());
      archives.compareSums();
    }
    rows.put("usage_archive", archives.count());
    return archives.blocks();
  }

  private void verifyChains(List<ChainHead> heads, ArchivedBlocks archived) throws SQLException {
    entries = LedgerRows.entries(connection);
    postings = LedgerRows.postings(connection);
    recomputation = Recomputation.of(connection);
    beforeBlocks = EntryAdoption.Time.of(connection);
    for (ChainHead head : heads) {
      chains.put(
          head.chain(),
          new ChainCheck(head, LedgerRows.blocks(connection, head.chain()), archived, findings));
    }
    readSideBySide();
    long blocks = 0;
    for (ChainCheck chain : chains.values()) {
      chain.end();
      blocks += chain.blocks();
    }
    rows.put("journal_block", blocks);
    rows.put("journal_entry", entries.count());
    rows.put("posting", postings.count());
    rows.put("usage_record", records.count());
  }

  private void readSideBySide() throws SQLException {
    while (entries.peek() != null || records.peek() != null) {
      if (records.peek() == null
          || entries.peek() != null
              && entries.peek().id().compareTo(records.peek().booked().id()) < 0) {
        verify(entries.next());
      } else {
        verify(records.next());
      }
    }
    while (postings.peek() != null) {
      orphan(postings.next());
    }
  }

  private void verify(LedgerRows.Entry entry) throws SQLException {
    List<LedgerRows.PostingRow> own = postingsOf(entry.id());
    checkSums(entry, own);
    if (entry.reverses() != null && referenceOf(entry.reverses()) == null) {
      findings.add(
          REVERSAL_OF_NOTHING, entry.id(), "it takes back " + entry.reverses() + ", which is gone");
    }
    ChainCheck chain = entry.chain() == null ? null : chains.get(entry.chain());
    if (chain == null) {
      findings.add(
          ENTRY_WITHOUT_BLOCK,
          entry.id(),
          entry.chain() == null ? "it names no block" : "there is no chain " + entry.chain());
    } else {
      chain.add(new BookedCall(entry, own), own);
    }
  }

  private List<LedgerRows.PostingRow> postingsOf(String entryId) throws SQLException {
    List<LedgerRows.PostingRow> own = new ArrayList<>(6);
    for (LedgerRows.PostingRow next = postings.peek();
        next != null && next.entryId().compareTo(entryId) <= 0;
        next = postings.peek()) {
      if (next.entryId().equals(entryId)) {
        own.add(postings.next());
      } else {
        orphan(postings.next());
      }
    }
    return own;
  }

  private void orphan(LedgerRows.PostingRow posting) {
    findings.add(
        POSTING_WITHOUT_ENTRY,
        posting.entryId(),
        "there is no such entry, but its posting %d of %s %s on %s"
            .formatted(
                posting.number(),
                posting.amount().toPlainString(),
                posting.currency(),
                posting.account()));
  }

  private void checkSums(LedgerRows.Entry entry, List<LedgerRows.PostingRow> own) {
    Map<String, BigDecimal> sums = new HashMap<>();
    own.forEach(p -> sums.merge(p.currency(), p.amount(), BigDecimal::add));
    sums.values().removeIf(sum -> sum.signum() == 0);
    if (!sums.isEmpty()) {
      findings.add(
          ENTRY_UNBALANCED, entry.id(), entry.reference() + " does not sum to zero: " + sums);
    }
    if (own.isEmpty() && !entry.ofCall()) {
      findings.add(
          ENTRY_EMPTY, entry.id(), entry.kind() + " " + entry.reference() + " has no postings");
    }
  }

  private void verify(LedgerRows.Usage record) throws SQLException {
    String id = record.booked().id();
    recomputation
        .differences(record.booked())
        .forEach(difference -> findings.add(RECORD_COMPUTES_DIFFERENTLY, id, difference));
    for (ChainCheck chain : chains.values()) {
      BookedCall call = record.entryId() == null ? null : chain.find(record.entryId());
      if (call != null) {
        chain.add(call, record);
        checkCall(record, call.entry().reference());
        return;
      }
    }
    misplaced(record);
  }

  private void checkCall(LedgerRows.Usage record, String reference) {
    if (!reference.equals(EntryHead.callReference(record.callId()))) {
      findings.add(
          RECORD_OF_ANOTHER_CALL,
          record.booked().id(),
          "it is of call %s, its entry %s is %s"
              .formatted(record.callId(), record.entryId(), reference));
    }
  }

  private void misplaced(LedgerRows.Usage record) throws SQLException {
    if (beforeBlocks.excuse(record)) {
      return;
    }
    String reference = record.entryId() == null ? null : referenceOf(record.entryId());
    if (reference == null) {
      findings.add(
          RECORD_WITHOUT_ENTRY,
          record.booked().id(),
          record.entryId() == null
              ? "it names no entry"
              : "its entry " + record.entryId() + " is not there");
    } else {
      checkCall(record, reference);
      findings.add(
          RECORD_OUT_OF_ORDER,
          record.booked().id(),
          "it does not lie in the block of its entry " + record.entryId());
    }
  }

  /**
   * @return the reference of an entry that may lie anywhere, or null
   */
  private String referenceOf(String entryId) throws SQLException {
    return new SealTables(connection).referenceOf(entryId);
  }
}
