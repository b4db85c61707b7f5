package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Computes charge and cost of usage records again, from the rows that they name and nothing else.
 * Needs no container; thread-safe.
 */
public final class Recomputation {
  private final Map<String, Price> prices;
  private final Map<String, ExchangeRate> rates;
  private final Map<String, AccountTerms> terms;

  /**
   * What a record should say.
   *
   * @param charge in the account's currency
   * @param cost in the provider's currency, or null when the attempt had no price
   */
  public record Expected(Amount charge, Amount cost) {}

  /**
   * @throws IllegalArgumentException naming the row of the price list that can not be
   */
  public Recomputation(PricingRows rows) {
    prices = byId(rows.prices(), PricingRows::price);
    rates = byId(rows.rates(), PricingRows::rate);
    terms = byId(rows.terms(), PricingRows::terms);
  }

  /** Reads all rows that charges are computed by, as they are now. */
  public static Recomputation of(Connection connection) throws SQLException {
    return new Recomputation(new PricingTables(connection).read());
  }

  /**
   * @throws IllegalArgumentException saying why it can not be computed: a row is missing, or is not
   *     of this model, account or currency, or the usage can not be
   */
  public Expected expected(BookedUsage record) {
    EndState endState = EndState.valueOf(record.endState());
    MeteredUsage usage = record.metered();
    if (record.priceId() == null) {
      if (!usage.nothing()) {
        throw new IllegalArgumentException("tokens were used, and no price is named");
      }
      return new Expected(Amount.zero(record.chargeCurrency()), null);
    }
    Quote quote = quote(record);
    Amount charge = endState.charged() ? quote.charge(usage) : Amount.zero(record.chargeCurrency());
    return new Expected(charge, quote.cost(endState, usage));
  }

  /**
   * @return what is wrong with the record, each in a sentence that names values and rows; empty
   *     when it says what its rows give
   */
  public List<String> differences(BookedUsage record) {
    Expected expected;
    try {
      expected = expected(record);
    } catch (IllegalArgumentException e) {
      return List.of("can not be computed again: " + e.getMessage());
    }
    List<String> differences = new ArrayList<>();
    compare("charge", amount(record.charge(), record.chargeCurrency()), expected.charge())
        .ifPresent(differences::add);
    compare("cost", amount(record.cost(), record.costCurrency()), expected.cost())
        .ifPresent(differences::add);
    if (record.uncollected().signum() < 0
        || record.uncollected().compareTo(record.charge().max(BigDecimal.ZERO)) > 0) {
      differences.add(
          "uncollected is " + record.uncollected() + ", which is not a part of the charge");
    }
    return differences;
  }

  private Quote quote(BookedUsage record) {
    Price price = named("price", prices, record.priceId());
    Price costPrice = named("price", prices, record.costPriceId());
    requireInForce("price", price.id(), price.validFrom(), record);
    requireInForce("price", costPrice.id(), costPrice.validFrom(), record);
    requireModel(price, record.model());
    requireModel(costPrice, record.model());
    return new Quote(
        record.model(),
        price,
        costPrice,
        rate(record, price),
        terms(record),
        record.chargeCurrency());
  }

  private ExchangeRate rate(BookedUsage record, Price price) {
    CurrencyPair pair = new CurrencyPair(price.currency(), record.chargeCurrency());
    if (record.exchangeRateId() == null) {
      if (!pair.from().equals(pair.to())) {
        throw new IllegalArgumentException("no exchange rate " + pair + " is named");
      }
      return null;
    }
    ExchangeRate rate = named("exchange rate", rates, record.exchangeRateId());
    if (!rate.pair().equals(pair)) {
      throw new IllegalArgumentException(
          "exchange rate " + rate.id() + " is for " + rate.pair() + ", not for " + pair);
    }
    requireInForce("exchange rate", rate.id(), rate.validFrom(), record);
    return rate;
  }

  private AccountTerms terms(BookedUsage record) {
    boolean cached = record.endState().equals(EndState.CACHED.name());
    if (record.termsId() == null) {
      return cached ? AccountTerms.free(record.account()) : null;
    }
    AccountTerms found = named("terms", terms, record.termsId());
    if (!found.concern(record.account(), cached)) {
      throw new IllegalArgumentException(
          "terms " + found.id() + " are of account " + found.account());
    }
    requireInForce("terms", found.id(), found.validFrom(), record);
    return found;
  }

  private static void requireModel(Price price, PricedModel model) {
    PriceKey key = new PriceKey(price.kind(), price.provider(), price.model());
    if (!key.equals(PriceKey.operator(model.publicModel()))
        && !key.equals(PriceKey.list(model.provider(), model.upstreamModel()))) {
      throw new IllegalArgumentException("price " + price.id() + " is of another model: " + key);
    }
  }

  private static void requireInForce(
      String kind, String id, Instant validFrom, BookedUsage record) {
    if (validFrom.isAfter(record.startedAt())) {
      throw new IllegalArgumentException(
          kind + " " + id + " holds from " + validFrom + ", after the call began");
    }
  }

  private static <T> T named(String kind, Map<String, T> rows, String id) {
    T row = id == null ? null : rows.get(id);
    if (row == null) {
      throw new IllegalArgumentException("there is no " + kind + " with the id " + id);
    }
    return row;
  }

  private static Optional<String> compare(String name, Amount booked, Amount expected) {
    return Objects.equals(booked, expected)
        ? Optional.empty()
        : Optional.of(name + " is " + written(booked) + " and computes to " + written(expected));
  }

  private static Amount amount(BigDecimal value, String currency) {
    return value == null ? null : new Amount(value, currency);
  }

  private static String written(Amount amount) {
    return amount == null ? "nothing" : amount.value().toPlainString() + " " + amount.currency();
  }

  private static <S, W, T> Map<String, T> byId(
      List<Stated<S, W>> rows, Function<Stated<S, W>, T> word) {
    Map<String, T> byId = new HashMap<>();
    for (Stated<S, W> row : rows) {
      T value = word.apply(row);
      if (value != null) {
        byId.put(row.id(), value);
      }
    }
    return byId;
  }
}
