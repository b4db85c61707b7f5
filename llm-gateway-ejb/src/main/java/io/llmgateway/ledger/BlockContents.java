package io.llmgateway.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one block, as they are found in the tables. */
final class BlockContents {
  private static final int MOST_NAMED = 20;

  private final long number;
  private final Map<String, BookedCall> calls = new LinkedHashMap<>();
  private final List<String> records = new ArrayList<>();
  private final CanonicalForm.Hash entriesHash = new CanonicalForm.Hash();
  private final CanonicalForm.Hash recordsHash = new CanonicalForm.Hash();

  BlockContents(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  void add(BookedCall call, Iterable<LedgerRows.PostingRow> postings) {
    calls.put(call.entry().id(), call);
    entriesHash.add(call.entry().line());
    postings.forEach(p -> entriesHash.add(p.line()));
  }

  void add(LedgerRows.Usage record) {
    records.add(record.booked().id());
    recordsHash.add(record.line());
  }

  BookedCall find(String entryId) {
    return calls.get(entryId);
  }

  Collection<BookedCall> calls() {
    return calls.values();
  }

  int entryCount() {
    return calls.size();
  }

  int recordCount() {
    return records.size();
  }

  /** To be called once. */
  String entriesHash() {
    return entriesHash.end();
  }

  /** To be called once. */
  String recordsHash() {
    return recordsHash.end();
  }

  String entryIds() {
    return named(List.copyOf(calls.keySet()));
  }

  String recordIds() {
    return named(records);
  }

  private static String named(List<String> ids) {
    return ids.size() <= MOST_NAMED
        ? String.join(" ", ids)
        : String.join(" ", ids.subList(0, MOST_NAMED)) + " ...";
  }
}
