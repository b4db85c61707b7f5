package io.llmgateway.ledger;

import static io.llmgateway.ledger.Finding.Code.BLOCK_CHANGED;
import static io.llmgateway.ledger.Finding.Code.BLOCK_MISSING;
import static io.llmgateway.ledger.Finding.Code.BLOCK_OUT_OF_ORDER;
import static io.llmgateway.ledger.Finding.Code.CALL_BOOKED_DIFFERENTLY;
import static io.llmgateway.ledger.Finding.Code.CALL_WITHOUT_RECORD;
import static io.llmgateway.ledger.Finding.Code.CHAIN_HEAD_DIFFERS;
import static io.llmgateway.ledger.Finding.Code.ENTRIES_CHANGED;
import static io.llmgateway.ledger.Finding.Code.ENTRY_OUT_OF_ORDER;
import static io.llmgateway.ledger.Finding.Code.ENTRY_WITHOUT_BLOCK;
import static io.llmgateway.ledger.Finding.Code.RECORDS_CHANGED;

import java.sql.SQLException;

/**
 * Follows one chain: its blocks in the order of their numbers, beside its entries and usage records
 * in the order of their ids. Holds no more than the rows of one block.
 */
final class ChainCheck {
  private final ChainHead head;
  private final RowCursor<LedgerRows.StoredBlock> blocks;
  private final ArchivedBlocks archived;
  private final Findings findings;
  private BlockContents open;
  private long passed;
  private String lastHash = CanonicalForm.NO_HASH;

  /**
   * @param archived of which blocks the records may be out of reach
   */
  ChainCheck(
      ChainHead head,
      RowCursor<LedgerRows.StoredBlock> blocks,
      ArchivedBlocks archived,
      Findings findings) {
    this.head = head;
    this.blocks = blocks;
    this.archived = archived;
    this.findings = findings;
  }

  /** The chain's next entry in the order of ids. */
  void add(BookedCall call, Iterable<LedgerRows.PostingRow> postings) throws SQLException {
    LedgerRows.Entry entry = call.entry();
    if (open == null || entry.block() > open.number()) {
      close();
      passUpTo(entry.block());
      open = new BlockContents(entry.block());
    }
    if (entry.block() < open.number()) {
      findings.add(
          ENTRY_OUT_OF_ORDER,
          entry.id(),
          "it names block " + name(entry.block()) + ", before that of an older entry");
      return;
    }
    open.add(call, postings);
  }

  /**
   * @return the entry with this id, when it is in the block that is being read; else null
   */
  BookedCall find(String entryId) {
    return open == null ? null : open.find(entryId);
  }

  /** A usage record of an entry that {@link #find} has found. */
  void add(BookedCall call, LedgerRows.Usage record) {
    call.add(record);
    open.add(record);
  }

  /** All rows have been read. */
  void end() throws SQLException {
    close();
    passUpTo(Long.MAX_VALUE);
    if (passed != head.block() || !lastHash.equals(head.hash())) {
      findings.add(
          CHAIN_HEAD_DIFFERS,
          "chain " + head.chain(),
          "it should end with block %d, hash %s, and ends with block %d, hash %s"
              .formatted(head.block(), head.hash(), passed, lastHash));
    }
  }

  long blocks() {
    return blocks.count();
  }

  private void close() throws SQLException {
    BlockContents contents = open;
    open = null;
    if (contents == null) {
      return;
    }
    if (archived.readable(head.chain(), contents.number())) {
      contents.calls().forEach(this::checkCall);
    }
    LedgerRows.StoredBlock next = blocks.peek();
    if (next != null && next.block().block() == contents.number()) {
      pass(blocks.next(), contents);
    } else {
      contents
          .calls()
          .forEach(
              call ->
                  findings.add(
                      ENTRY_WITHOUT_BLOCK,
                      call.entry().id(),
                      "it names block " + name(contents.number()) + ", which is not there"));
    }
  }

  /** Blocks of which no entry was found. */
  private void passUpTo(long number) throws SQLException {
    for (LedgerRows.StoredBlock next = blocks.peek();
        next != null && next.block().block() < number;
        next = blocks.peek()) {
      pass(blocks.next(), new BlockContents(next.block().block()));
    }
  }

  private void pass(LedgerRows.StoredBlock stored, BlockContents contents) {
    Block block = stored.block();
    String name = name(block.block());
    if (block.block() != passed + 1) {
      findings.add(
          BLOCK_MISSING,
          name(passed + 1),
          "the next block that is there has the number " + block.block());
    } else if (!block.previousHash().equals(lastHash)) {
      findings.add(
          BLOCK_OUT_OF_ORDER,
          name,
          "it follows the hash " + block.previousHash() + ", the block before has " + lastHash);
    }
    if (!block.hash().equals(stored.hash())) {
      findings.add(
          BLOCK_CHANGED, name, "its hash is " + stored.hash() + " and computes to " + block.hash());
    }
    compare(block, contents);
    passed = block.block();
    lastHash = stored.hash();
  }

  private void compare(Block block, BlockContents contents) {
    String entries = contents.entriesHash();
    if (!entries.equals(block.entriesHash()) || contents.entryCount() != block.entryCount()) {
      findings.add(
          ENTRIES_CHANGED,
          name(block.block()),
          "it was sealed with %d entries, hash %s; there are %d, hash %s: %s"
              .formatted(
                  block.entryCount(),
                  block.entriesHash(),
                  contents.entryCount(),
                  entries,
                  contents.entryIds()));
    }
    archived.count(block);
    if (archived.readable(block.chain(), block.block())) {
      compareRecords(block, contents);
    }
  }

  private void compareRecords(Block block, BlockContents contents) {
    String records = contents.recordsHash();
    if (!records.equals(block.recordsHash()) || contents.recordCount() != block.recordCount()) {
      findings.add(
          RECORDS_CHANGED,
          name(block.block()),
          "it was sealed with %d usage records, hash %s; there are %d, hash %s: %s"
              .formatted(
                  block.recordCount(),
                  block.recordsHash(),
                  contents.recordCount(),
                  records,
                  contents.recordIds()));
    }
  }

  private void checkCall(BookedCall call) {
    if (!call.entry().ofCall()) {
      return;
    }
    if (call.records() == 0) {
      findings.add(
          CALL_WITHOUT_RECORD,
          call.entry().id(),
          "there is no usage record for " + call.entry().reference());
    } else if (call.difference() != null) {
      findings.add(CALL_BOOKED_DIFFERENTLY, call.entry().id(), call.difference());
    }
  }

  private String name(long block) {
    return head.chain() + "/" + block;
  }
}
