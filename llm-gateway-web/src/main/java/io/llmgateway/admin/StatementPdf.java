package io.llmgateway.admin;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.AccountStatement;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Invoice;
import io.llmgateway.ledger.StatementEntry;
import io.llmgateway.ledger.StatementUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A statement to print. */
final class StatementPdf {
  private static final int MOST_LINES = 5_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final float[] SUMMARY = {200, -90, -160};
  private static final float[] ENTRIES = {95, 75, 180, 90, 210, -119};
  private static final float[] USAGE = {150, 90, 26, -46, -68, -68, -62, -58, -40, -84, -77};
  private static final float[] PRICES = {26, 48, -72, -72, -72, -72, -72, -72, -72, -70, -60};

  private final AccountStatement statement;
  private final Invoice invoice;
  private final PdfPages pages;
  private final List<StatementUsage.PricedBy> prices;

  private StatementPdf(AccountStatement statement, Invoice invoice, PdfPages pages) {
    this.statement = statement;
    this.invoice = invoice;
    this.pages = pages;
    Set<StatementUsage.PricedBy> used = new LinkedHashSet<>();
    statement.usage().forEach(u -> used.add(u.price()));
    this.prices = new ArrayList<>(used);
  }

  /**
   * @param invoice or null
   * @throws ChatException.Final NOT_ACCEPTABLE when it is too long to be printed
   */
  static byte[] of(AccountStatement statement, Invoice invoice) {
    if (statement.entries().size() + statement.usage().size() > MOST_LINES) {
      throw new ChatException.Final(
          ErrorCode.NOT_ACCEPTABLE,
          "This statement has more than " + MOST_LINES + " lines; ask for text/csv.");
    }
    try (PdfPages pages = new PdfPages()) {
      return new StatementPdf(statement, invoice, pages).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] write() throws IOException {
    head();
    summary();
    if (!statement.entries().isEmpty()) {
      entries();
    }
    if (!statement.usage().isEmpty()) {
      usage();
      prices();
    }
    notes();
    return pages.end("Statement hash (SHA-256) " + statement.hash());
  }

  private void head() throws IOException {
    pages.line(invoice == null ? "Statement" : "Invoice " + invoice.number(), 18);
    if (invoice != null) {
      pages.line(
          "Issued by " + invoice.issuer() + " on " + TIME.format(invoice.issuedAt()) + " UTC", 9);
    }
    pages.space(4);
    pages.line("Account: " + statement.account(), 10);
    pages.line("Month: " + statement.month() + ", from its first to its last moment in UTC", 10);
    pages.line("Currency: " + statement.currency(), 10);
    if (statement.open()) {
      pages.line(
          "The month is not over: these are the figures up to "
              + TIME.format(statement.at())
              + " UTC.",
          10);
    }
    pages.space(8);
  }

  private void summary() throws IOException {
    pages.row(9, SUMMARY, List.of("", "rounded", "exact"));
    pages.rule();
    sum("Opening balance", statement.opening());
    sum("Top-ups, adjustments and other entries", statement.moved());
    sum("Charged for usage", statement.charge().negate());
    if (statement.uncollected().signum() != 0) {
      sum("Not collected", statement.uncollected());
    }
    sum("Closing balance", statement.closing());
    pages.space(12);
  }

  private void sum(String name, Amount amount) throws IOException {
    pages.row(9, SUMMARY, List.of(name, Rounded.of(amount).toPlainString(), Rounded.exact(amount)));
  }

  private void entries() throws IOException {
    pages.line("Entries", 12);
    pages.row(7, ENTRIES, List.of("time (UTC)", "kind", "reference", "by", "reason", "amount"));
    pages.rule();
    for (StatementEntry entry : statement.entries()) {
      pages.row(
          7,
          ENTRIES,
          List.of(
              TIME.format(entry.at()),
              entry.kind().toLowerCase(Locale.ROOT).replace('_', '-'),
              entry.reference(),
              text(entry.principal()),
              text(entry.reason()),
              Rounded.exact(entry.amount())));
    }
    pages.space(12);
  }

  private void usage() throws IOException {
    pages.line("Usage", 12);
    pages.row(
        7,
        USAGE,
        List.of(
            "model",
            "key",
            "price",
            "calls",
            "input",
            "output",
            "cache read",
            "cache write",
            "images",
            "charge",
            "not collected"));
    pages.rule();
    for (StatementUsage group : statement.usage()) {
      pages.row(
          7,
          USAGE,
          List.of(
              group.model(),
              group.key(),
              group.charged() ? Integer.toString(prices.indexOf(group.price()) + 1) : "free",
              Long.toString(group.attempts()),
              Long.toString(group.tokens().input()),
              Long.toString(group.tokens().output()),
              Long.toString(group.tokens().cacheRead()),
              Long.toString(group.tokens().cacheWrite()),
              Long.toString(group.images()),
              Rounded.exact(group.charge()),
              Rounded.exact(group.uncollected())));
    }
    pages.space(12);
  }

  private void prices() throws IOException {
    pages.line("Prices, per million tokens, per call and per image", 12);
    pages.row(
        7,
        PRICES,
        List.of(
            "price",
            "currency",
            "input",
            "output",
            "cache read",
            "cache write",
            "reasoning",
            "call",
            "image",
            "exchange rate",
            "factor"));
    pages.rule();
    for (int i = 0; i < prices.size(); i++) {
      StatementUsage.PricedBy by = prices.get(i);
      PriceCard card = by.card();
      if (card == null) {
        continue;
      }
      UnitPrices units = card.prices();
      pages.row(
          7,
          PRICES,
          List.of(
              Integer.toString(i + 1),
              card.currency(),
              text(units.input()),
              text(units.output()),
              text(units.cacheRead()),
              text(units.cacheWrite()),
              text(units.reasoning()),
              text(units.request()),
              text(units.image()),
              text(by.rate()),
              text(by.factor())));
      if (!card.variants().isEmpty()) {
        pages.line(
            "Price %d has %d variants for long prompts or hours of the day; row %s."
                .formatted(i + 1, card.variants().size(), by.priceId()),
            7);
      }
    }
    pages.space(12);
  }

  private void notes() throws IOException {
    pages.line(
        "Sums are exact; rounded figures are for the eye. Free: the call failed or was broken off,"
            + " and is not charged. Reasoning tokens are part of the output, cached ones of the"
            + " input.",
        7);
    if (!statement.tiesOut()) {
      pages.line("The usage records do not say what the journal says: verify the ledger.", 9);
    }
    if (pages.replaced()) {
      pages.line(
          "Characters that this document's font does not have are shown as boxes; the statement as"
              + " CSV or JSON has them.",
          7);
    }
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static String text(BigDecimal value) {
    return value == null ? "" : value.stripTrailingZeros().toPlainString();
  }
}
