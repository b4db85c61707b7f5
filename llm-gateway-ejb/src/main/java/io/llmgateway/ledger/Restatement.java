package io.llmgateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Finds out what has to be stated anew, so that the books say what catalogue and configuration
 * declare now. The newest word holds; nothing that has been said is changed.
 *
 * @param <S> what is spoken of
 * @param <W> what is said
 */
final class Restatement<S, W> {
  private final BiPredicate<W, W> same;
  private final Instant now;
  private final GrowingIds ids;
  private final Map<S, NavigableMap<Instant, Stated<S, W>>> words = new HashMap<>();
  private final Map<S, Stated<S, W>> lastOfCatalog = new HashMap<>();

  /**
   * @param rows in the order of {@code valid_from}, then of writing
   * @param same whether two words are the same
   */
  Restatement(List<Stated<S, W>> rows, BiPredicate<W, W> same, Instant now, GrowingIds ids) {
    this.same = same;
    this.now = now;
    this.ids = ids;
    for (Stated<S, W> row : rows) {
      words.computeIfAbsent(row.subject(), s -> new TreeMap<>()).put(row.validFrom(), row);
      if (row.origin() == Origin.CATALOG) {
        lastOfCatalog.put(row.subject(), row);
      }
    }
  }

  /**
   * The catalogue speaks when it says something else than it said the last time. So what an
   * administrator has said since stays in force until then.
   */
  List<Stated<S, W>> ofCatalog(Map<S, Declared<W>> declared) {
    List<Stated<S, W>> added = new ArrayList<>();
    for (S subject : subjects(declared, lastOfCatalog)) {
      Stated<S, W> last = lastOfCatalog.get(subject);
      Declared<W> word = declared.get(subject);
      if (last == null || !says(last, word)) {
        added.add(stated(subject, word, Origin.CATALOG, now));
      }
    }
    return added;
  }

  /**
   * What stands in the configuration holds for as long as it stands there: it is repeated for each
   * moment ahead at which somebody else has the word.
   */
  List<Stated<S, W>> ofConfiguration(Map<S, Declared<W>> declared) {
    List<Stated<S, W>> added = new ArrayList<>();
    for (S subject : subjects(declared, words)) {
      NavigableMap<Instant, Stated<S, W>> known = words.getOrDefault(subject, new TreeMap<>());
      Declared<W> word = declared.get(subject);
      Set<Instant> moments = new LinkedHashSet<>(List.of(now));
      moments.addAll(known.tailMap(now, false).keySet());
      for (Instant moment : moments) {
        Map.Entry<Instant, Stated<S, W>> then = known.floorEntry(moment);
        if (!holds(then == null ? null : then.getValue(), word)) {
          added.add(stated(subject, word, Origin.CONFIG, moment));
        }
      }
    }
    return added;
  }

  /** Whether nothing needs to be said at a moment at which this row has the word. */
  private boolean holds(Stated<S, W> row, Declared<W> word) {
    boolean configured = row != null && row.origin() == Origin.CONFIG;
    return word == null ? !configured || row.word() == null : configured && says(row, word);
  }

  private boolean says(Stated<S, W> row, Declared<W> word) {
    return row.word() == null || word == null
        ? row.word() == null && word == null
        : same.test(row.word(), word.word());
  }

  private Stated<S, W> stated(S subject, Declared<W> word, Origin origin, Instant validFrom) {
    return new Stated<>(
        ids.next(now.toEpochMilli()),
        subject,
        word == null ? null : word.word(),
        origin,
        word == null ? "withdrawn" : word.source(),
        null,
        validFrom);
  }

  private static <S> Set<S> subjects(Map<S, ?> declared, Map<S, ?> known) {
    Set<S> subjects = new LinkedHashSet<>(declared.keySet());
    subjects.addAll(known.keySet());
    return subjects;
  }
}
