package io.llmgateway.ledger;

import java.time.LocalDateTime;

/**
 * A link of a node's chain: what one transaction booked, sealed by hashes.
 *
 * @param chain the chain's number
 * @param block from 1, without gaps
 * @param node who appended it
 * @param createdAt UTC
 * @param entriesHash over the entries and their postings, in the order of their ids
 * @param recordsHash over the usage records, in the order of their ids
 * @param previousHash the hash of the block before, {@link CanonicalForm#NO_HASH} for the first
 */
record Block(
    int chain,
    long block,
    String node,
    LocalDateTime createdAt,
    int entryCount,
    int recordCount,
    String entriesHash,
    String recordsHash,
    String previousHash) {

  String hash() {
    return new CanonicalForm.Hash()
        .add(
            CanonicalForm.line(
                "B",
                chain,
                block,
                node,
                createdAt,
                entryCount,
                recordCount,
                entriesHash,
                recordsHash,
                previousHash))
        .end();
  }
}
