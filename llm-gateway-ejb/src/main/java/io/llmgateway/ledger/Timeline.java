package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was, is and will be in force of one thing: a model's price, a pair's rate, an account's
 * terms. A word holds from its moment until the next one's; of two for the same moment the one that
 * was written later holds. Immutable once it has been built.
 */
final class Timeline<T> {
  private final NavigableMap<Instant, Optional<T>> words = new TreeMap<>();

  /**
   * @param word null for the word that there is nothing from then on; to be added in the order in
   *     which they were written
   */
  void add(Instant validFrom, T word) {
    words.put(validFrom, Optional.ofNullable(word));
  }

  Optional<T> at(Instant time) {
    Map.Entry<Instant, Optional<T>> word = words.floorEntry(time);
    return word == null ? Optional.empty() : word.getValue();
  }
}
