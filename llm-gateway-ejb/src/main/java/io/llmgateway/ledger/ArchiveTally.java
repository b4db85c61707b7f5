package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What records come to, while they pass one by one in the order of their ids. */
final class ArchiveTally {
  private final CanonicalForm.Hash hash = new CanonicalForm.Hash();
  private final Map<Integer, ArchivedChain> chains = new TreeMap<>();
  private final Map<List<String>, Sum> charges = new TreeMap<>(ArchiveTally::inOrder);
  private final Map<List<String>, Sum> costs = new TreeMap<>(ArchiveTally::inOrder);
  private long records;
  private String firstId;
  private String lastId;

  /** Records and what they sum to; for a cost, {@code uncollected} is zero. */
  record Sum(long records, BigDecimal amount, BigDecimal uncollected) {
    private Sum plus(Sum other) {
      return new Sum(
          records + other.records, amount.add(other.amount), uncollected.add(other.uncollected));
    }
  }

  /**
   * What the records came to.
   *
   * @param hash over their lines in canonical form
   * @param charges by account and currency
   * @param costs by provider and currency
   */
  record Result(
      long records,
      String firstId,
      String lastId,
      String hash,
      List<ArchivedChain> chains,
      Map<List<String>, Sum> charges,
      Map<List<String>, Sum> costs) {}

  /**
   * @throws RuntimeException when an amount is none
   */
  void add(ArchivedRecord record) {
    records++;
    firstId = firstId == null ? record.id() : firstId;
    lastId = record.id();
    hash.add(record.line());
    charges.merge(
        List.of(record.text("account"), record.text("charge_currency")),
        new Sum(1, record.amount("charge"), record.amount("uncollected")),
        Sum::plus);
    if (record.text("cost_currency") != null) {
      costs.merge(
          List.of(record.text("provider"), record.text("cost_currency")),
          new Sum(1, record.amount("cost"), BigDecimal.ZERO),
          Sum::plus);
    }
    if (record.chain() != null) {
      chains.merge(
          record.chain(),
          new ArchivedChain(record.chain(), record.block(), record.block(), 1),
          (a, b) ->
              new ArchivedChain(
                  a.chain(),
                  Math.min(a.firstBlock(), b.firstBlock()),
                  Math.max(a.lastBlock(), b.lastBlock()),
                  a.records() + 1));
    }
  }

  /** To be called once. */
  Result result() {
    return new Result(
        records, firstId, lastId, hash.end(), List.copyOf(chains.values()), charges, costs);
  }

  private static int inOrder(List<String> one, List<String> other) {
    int first = one.get(0).compareTo(other.get(0));
    return first != 0 ? first : one.get(1).compareTo(other.get(1));
  }
}
