package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.AccountStatement;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Invoice;
import java.util.List;

/** A statement as JSON. */
final class StatementDocument {
  static final Columns<Invoice> INVOICE =
      new Columns<Invoice>("invoice")
          .text("id", Invoice::id)
          .text("number", Invoice::number)
          .text("issuer", Invoice::issuer)
          .text("account", Invoice::account)
          .text("month", i -> i.month().toString())
          .text("currency", i -> i.closing().currency())
          .sum("opening_balance", i -> i.opening().value())
          .sum("usage_charge", i -> i.charge().value())
          .sum("closing_balance", i -> i.closing().value())
          .text("hash", Invoice::hash)
          .text("principal", Invoice::principal)
          .time("issued_at", Invoice::issuedAt);

  private StatementDocument() {}

  /** What state a statement is in: {@code open}, {@code closed} or {@code issued}. */
  static String state(AccountStatement statement, Invoice invoice) {
    if (invoice != null) {
      return "issued";
    }
    return statement.open() ? "open" : "closed";
  }

  /**
   * @param invoice or null
   */
  static JsonBytes of(AccountStatement statement, Invoice invoice) {
    JsonBytes out = new JsonBytes(4096);
    Members members =
        Members.of("statement", out)
            .text("account", statement.account())
            .text("month", statement.month().toString())
            .text("time_zone", "UTC")
            .text("state", state(statement, invoice))
            .text("currency", statement.currency())
            .sum("opening_balance", statement.opening().value())
            .sum("entries_total", statement.moved().value())
            .sum("usage_charge", statement.charge().value())
            .sum("uncollected", statement.uncollected().value())
            .sum("usage_paid", statement.settled().value())
            .sum("closing_balance", statement.closing().value())
            .json("rounded", rounded(statement))
            .flag("ties_out", statement.tiesOut())
            .flag("archived", statement.archived())
            .text("hash", statement.hash())
            .time("at", statement.at());
    return members
        .json("invoice", invoice == null ? "null" : invoice(invoice, statement))
        .json("entries", list(statement.entries(), StatementLine.ENTRY))
        .json("usage", list(statement.usage(), StatementLine.USAGE))
        .end();
  }

  private static String invoice(Invoice invoice, AccountStatement statement) {
    JsonBytes out = new JsonBytes(512);
    new Members(out)
        .text("number", invoice.number())
        .text("issuer", invoice.issuer())
        .text("principal", invoice.principal())
        .time("issued_at", invoice.issuedAt())
        .text("hash", invoice.hash())
        .flag("unchanged", invoice.hash().equals(statement.hash()))
        .end();
    return out.toString();
  }

  private static String rounded(AccountStatement statement) {
    JsonBytes out = new JsonBytes(256);
    new Members(out)
        .text("opening_balance", text(statement.opening()))
        .text("entries_total", text(statement.moved()))
        .text("usage_paid", text(statement.settled()))
        .text("closing_balance", text(statement.closing()))
        .end();
    return out.toString();
  }

  private static String text(Amount amount) {
    return Rounded.of(amount).toPlainString();
  }

  private static <T> String list(List<T> rows, Columns<T> columns) {
    JsonBytes out = new JsonBytes(1024).ascii("[");
    String separator = "";
    for (T row : rows) {
      out.ascii(separator);
      columns.json(row, out);
      separator = ",";
    }
    return out.ascii("]").toString();
  }
}
