package io.llmgateway.ledger;

/**
 * Where a chain of journal blocks ends.
 *
 * @param block the number of its last block; 0 for a chain without blocks
 * @param hash of the last block, in hexadecimal
 */
public record ChainHead(int chain, long block, String hash) {
  String canonical() {
    return CanonicalForm.line("H", chain, block, hash);
  }
}
