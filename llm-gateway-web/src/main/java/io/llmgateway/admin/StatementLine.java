package io.llmgateway.admin;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.ledger.AccountStatement;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.StatementEntry;
import io.llmgateway.ledger.StatementUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One line of a statement as a table: the opening balance, an entry, usage at one price, or the
 * closing balance. The amounts of all lines but the last sum up to the amount of the last.
 *
 * @param section {@code opening_balance}, {@code entry}, {@code usage} or {@code closing_balance}
 * @param entry or null
 * @param usage or null
 * @param amount what the line adds to the balance
 */
record StatementLine(
    AccountStatement statement,
    String section,
    StatementEntry entry,
    StatementUsage usage,
    Amount amount) {

  static final Columns<StatementEntry> ENTRY =
      new Columns<StatementEntry>("statement_entry")
          .text("id", StatementEntry::id)
          .time("at", StatementEntry::at)
          .text("kind", StatementEntry::kind)
          .text("reference", StatementEntry::reference)
          .text("principal", StatementEntry::principal)
          .text("reason", StatementEntry::reason)
          .sum("amount", e -> e.amount().value());

  static final Columns<StatementUsage> USAGE =
      usage(new Columns<StatementUsage>("statement_usage"), u -> u)
          .sum("amount", u -> u.paid().negate().value());

  static final Columns<StatementLine> LINE =
      usage(
          new Columns<StatementLine>("statement_line")
              .text("section", StatementLine::section)
              .text("account", l -> l.statement.account())
              .text("month", l -> l.statement.month().toString())
              .text("currency", l -> l.statement.currency())
              .sum("amount", l -> l.amount.value())
              .sum("amount_rounded", l -> Rounded.of(l.amount))
              .text("entry_id", entry(StatementEntry::id))
              .time("at", entry(StatementEntry::at))
              .text("kind", entry(StatementEntry::kind))
              .text("reference", entry(StatementEntry::reference))
              .text("principal", entry(StatementEntry::principal))
              .text("reason", entry(StatementEntry::reason)),
          StatementLine::usage);

  static List<StatementLine> of(AccountStatement statement) {
    List<StatementLine> lines = new ArrayList<>();
    lines.add(new StatementLine(statement, "opening_balance", null, null, statement.opening()));
    statement
        .entries()
        .forEach(e -> lines.add(new StatementLine(statement, "entry", e, null, e.amount())));
    statement
        .usage()
        .forEach(u -> lines.add(new StatementLine(statement, "usage", null, u, u.paid().negate())));
    lines.add(new StatementLine(statement, "closing_balance", null, null, statement.closing()));
    return lines;
  }

  private static <V> Function<StatementLine, V> entry(Function<StatementEntry, V> value) {
    return line -> line.entry == null ? null : value.apply(line.entry);
  }

  /** The columns of usage; empty for a row that has none. */
  private static <T> Columns<T> usage(Columns<T> columns, Function<T, StatementUsage> of) {
    Fields<T> fields = new Fields<>(of);
    columns
        .text("model", fields.get(StatementUsage::model))
        .text("key", fields.get(StatementUsage::key))
        .text("charged", fields.get(u -> Boolean.toString(u.charged())))
        .optional("attempts", fields.count(StatementUsage::attempts))
        .optional("input_tokens", fields.count(u -> u.tokens().input()))
        .optional("output_tokens", fields.count(u -> u.tokens().output()))
        .optional("cache_read_tokens", fields.count(u -> u.tokens().cacheRead()))
        .optional("cache_write_tokens", fields.count(u -> u.tokens().cacheWrite()))
        .optional("reasoning_tokens", fields.count(u -> u.tokens().reasoning()))
        .optional("images", fields.count(StatementUsage::images))
        .text("price_id", fields.get(u -> u.price().priceId()))
        .text("price_currency", fields.card(PriceCard::currency))
        .sum("input_price", fields.price(UnitPrices::input))
        .sum("output_price", fields.price(UnitPrices::output))
        .sum("cache_read_price", fields.price(UnitPrices::cacheRead))
        .sum("cache_write_price", fields.price(UnitPrices::cacheWrite))
        .sum("reasoning_price", fields.price(UnitPrices::reasoning))
        .sum("request_price", fields.price(UnitPrices::request))
        .sum("image_price", fields.price(UnitPrices::image))
        .optional("price_variants", fields.card(card -> (long) card.variants().size()))
        .text("exchange_rate_id", fields.get(u -> u.price().exchangeRateId()))
        .sum("exchange_rate", fields.get(u -> u.price().rate()))
        .text("terms_id", fields.get(u -> u.price().termsId()))
        .sum("price_factor", fields.get(u -> u.price().factor()))
        .sum("charge", fields.get(u -> u.charge().value()))
        .sum("uncollected", fields.get(u -> u.uncollected().value()));
    return columns;
  }

  /** Reads a row's usage, null where it has none. */
  private record Fields<T>(Function<T, StatementUsage> of) {
    <V> Function<T, V> get(Function<StatementUsage, V> value) {
      return row -> of.apply(row) == null ? null : value.apply(of.apply(row));
    }

    Function<T, Long> count(ToLongFunction<StatementUsage> value) {
      return get(value::applyAsLong);
    }

    <V> Function<T, V> card(Function<PriceCard, V> value) {
      return get(u -> u.price().card() == null ? null : value.apply(u.price().card()));
    }

    Function<T, BigDecimal> price(Function<UnitPrices, BigDecimal> value) {
      return card(card -> value.apply(card.prices()));
    }
  }
}
