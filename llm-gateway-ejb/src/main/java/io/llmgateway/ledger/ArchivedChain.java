package io.llmgateway.ledger;

/**
 * Which blocks of a chain have records in an archive. A block at either end may have others in the
 * month beside it.
 */
public record ArchivedChain(int chain, long firstBlock, long lastBlock, long records) {

  boolean holds(long block) {
    return block >= firstBlock && block <= lastBlock;
  }
}
