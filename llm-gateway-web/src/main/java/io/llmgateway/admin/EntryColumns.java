package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.EntryView;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What operators see of the journal. */
final class EntryColumns {
  /**
   * An entry's line in a file.
   *
   * @param posting null when the entry has none
   */
  record Line(EntryView entry, EntryView.Line posting) {}

  static final Columns<Line> LINE =
      new Columns<Line>("posting")
          .text("entry_id", line -> line.entry().id())
          .text("kind", line -> kind(line.entry()))
          .text("reference", line -> line.entry().reference())
          .time("created_at", line -> line.entry().createdAt())
          .text("principal", line -> line.entry().principal())
          .text("reason", line -> line.entry().reason())
          .text("reverses", line -> line.entry().reverses())
          .optional("chain", line -> line.entry().chain())
          .optional("block", line -> line.entry().block())
          .optional("line", line -> posted(line, p -> (long) p.number()))
          .text("ledger_account", line -> posted(line, EntryView.Line::ledgerAccount))
          .text("currency", line -> posted(line, p -> p.amount().currency()))
          .sum("amount", line -> posted(line, p -> p.amount().value()));

  private EntryColumns() {}

  private static <V> V posted(Line line, Function<EntryView.Line, V> value) {
    return line.posting() == null ? null : value.apply(line.posting());
  }

  static List<Line> lines(EntryView entry) {
    return entry.postings().isEmpty()
        ? List.of(new Line(entry, null))
        : entry.postings().stream().map(posting -> new Line(entry, posting)).toList();
  }

  static void json(EntryView entry, JsonBytes out) {
    head(entry, out).list("postings", entry.postings(), EntryColumns::posting).end();
  }

  private static void posting(EntryView.Line line, JsonBytes out) {
    new Members(out)
        .number("line", (long) line.number())
        .text("ledger_account", line.ledgerAccount())
        .text("currency", line.amount().currency())
        .sum("amount", line.amount().value())
        .end();
  }

  private static Members head(EntryView entry, JsonBytes out) {
    return Members.of("journal_entry", out)
        .text("id", entry.id())
        .text("kind", kind(entry))
        .text("reference", entry.reference())
        .time("created_at", entry.createdAt())
        .text("principal", entry.principal())
        .text("reason", entry.reason())
        .text("reverses", entry.reverses())
        .number("chain", entry.chain())
        .number("block", entry.block());
  }

  private static String kind(EntryView entry) {
    return entry.kind().toLowerCase(Locale.ROOT);
  }
}
