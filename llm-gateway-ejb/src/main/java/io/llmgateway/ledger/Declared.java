package io.llmgateway.ledger;

/**
 * What catalogue or configuration say now of a price, a rate or an account's terms.
 *
 * @param source where it was read
 */
public record Declared<W>(W word, String source) {}
