package io.llmgateway.ledger;

/**
 * One run of one server process, as the database knows it.
 *
 * @param id new with each start
 * @param name where it runs, for people
 * @param chain the chain of journal blocks that it goes on with
 */
public record Node(String id, String name, int chain) {}
