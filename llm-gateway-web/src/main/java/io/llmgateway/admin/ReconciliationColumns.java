package io.llmgateway.admin;

import io.llmgateway.ledger.ClearingItem;
import io.llmgateway.ledger.Reconciliation;
import io.llmgateway.ledger.ReconciliationLine;
import io.llmgateway.ledger.StatedUsage;
import java.util.function.Function;

/** What is shown of reconciliations, of their lines, and of what is in clearing. */
final class ReconciliationColumns {
  static final Columns<Reconciliation> WHOLE =
      new Columns<Reconciliation>("reconciliation")
          .text("id", Reconciliation::id)
          .text("reference", Reconciliation::reference)
          .text("provider", Reconciliation::provider)
          .text("channel", Reconciliation::channel)
          .text("currency", Reconciliation::currency)
          .text("granularity", r -> r.granularity().word())
          .text("time_zone", r -> r.zone().getId())
          .text("from", r -> r.first().toString())
          .text("to", r -> r.last().toString())
          .text("state", r -> r.state().word())
          .flag("ties_out", Reconciliation::tiesOut)
          .sum("stated", r -> r.sums().stated().value())
          .sum("recorded", r -> r.sums().recorded().value())
          .sum("difference", r -> r.sums().difference().value())
          .sum("clearing", r -> r.sums().open().value())
          .sum("resolved", r -> r.sums().resolved().value())
          .number("lines", r -> r.sums().lines())
          .number("matched_lines", r -> r.sums().matched())
          .number("open_lines", r -> r.sums().openLines())
          .time("opened_at", r -> r.sums().openedAt())
          .optional("age_days", r -> r.sums().ageDays())
          .text("principal", Reconciliation::principal)
          .time("created_at", Reconciliation::createdAt)
          .time("compared_at", Reconciliation::comparedAt)
          .text("hash", Reconciliation::hash);

  static final Columns<ReconciliationLine> LINE =
      line(new Columns<ReconciliationLine>("reconciliation_line"), Function.identity());

  static final Columns<ClearingItem> ITEM =
      line(
          new Columns<ClearingItem>("clearing_item")
              .text("id", ClearingItem::id)
              .text("reconciliation", ClearingItem::reconciliation)
              .text("reference", ClearingItem::reference)
              .text("provider", ClearingItem::provider),
          ClearingItem::line);

  private ReconciliationColumns() {}

  private static <T> Columns<T> line(Columns<T> columns, Function<T, ReconciliationLine> line) {
    return columns
        .number("line", row -> line.apply(row).number())
        .text("day", row -> text(line.apply(row).slot().day()))
        .text("model", row -> line.apply(row).slot().model())
        .text("match", row -> line.apply(row).match().word())
        .text("currency", row -> line.apply(row).posted().currency())
        .sum("stated_cost", row -> line.apply(row).statedCost().value())
        .sum("recorded_cost", row -> line.apply(row).recorded().cost().value())
        .sum("difference", row -> line.apply(row).difference().value())
        .optional("stated_requests", row -> said(line.apply(row), StatedUsage::requests))
        .number("recorded_attempts", row -> line.apply(row).recorded().attempts())
        .optional("stated_input_tokens", row -> said(line.apply(row), StatedUsage::inputTokens))
        .number("recorded_input_tokens", row -> line.apply(row).recorded().inputTokens())
        .optional("stated_output_tokens", row -> said(line.apply(row), StatedUsage::outputTokens))
        .number("recorded_output_tokens", row -> line.apply(row).recorded().outputTokens())
        .number("interrupted_attempts", row -> line.apply(row).recorded().interrupted())
        .sum("clearing", row -> line.apply(row).open().value())
        .sum("resolved", row -> line.apply(row).resolved().value())
        .time("opened_at", row -> line.apply(row).openedAt())
        .optional("age_days", row -> line.apply(row).ageDays());
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static Long said(ReconciliationLine line, Function<StatedUsage, Long> count) {
    return line.stated() == null ? null : count.apply(line.stated());
  }
}
