package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The prices, exchange rates and accounts' terms in memory: what is in force, and what will be. The
 * rows are in the database; the whole snapshot is replaced when they change, and a row that lies
 * ahead comes into force by itself.
 */
@ApplicationScoped
public class PriceList {
  private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of());

  /**
   * @return what a client pays for the model at that time: the operator's price of the public name,
   *     or else the provider's list price; empty when there is none
   */
  public Optional<Price> find(PricedModel model, Instant time) {
    return Optional.ofNullable(snapshot.price(model, time));
  }

  /**
   * Puts new rows in force, all at once.
   *
   * @throws IllegalArgumentException when a row can not be used; then nothing has changed
   */
  public void replace(PricingRows rows) {
    snapshot =
        new Snapshot(
            timelines(rows.prices(), PricingRows::price),
            timelines(rows.rates(), PricingRows::rate),
            timelines(rows.terms(), PricingRows::terms));
  }

  /**
   * @param account whose terms count
   * @param currency the account's
   * @param time when the call began
   * @return empty when the price or the exchange rate is not known
   */
  public Optional<Quote> quote(PricedModel model, String account, String currency, Instant time) {
    Snapshot now = snapshot;
    Price price = now.price(model, time);
    if (price == null) {
      return Optional.empty();
    }
    Price list = now.listPrice(model, time);
    ExchangeRate rate = null;
    if (!price.currency().equals(currency)) {
      rate = at(now.rates, new CurrencyPair(price.currency(), currency), time);
      if (rate == null) {
        return Optional.empty();
      }
    }
    AccountTerms terms = at(now.terms, account, time);
    Price cost = costs(list, price) ? list : price;
    return Optional.of(new Quote(model, price, cost, rate, terms, currency));
  }

  /**
   * As {@link #quote}, for an answer out of the cache: the account's terms for those count, or
   * those for all accounts, or it is free.
   */
  public Optional<Quote> cachedQuote(
      PricedModel model, String account, String currency, Instant time) {
    return quote(model, account, currency, time)
        .map(
            quote ->
                new Quote(
                    model,
                    quote.price(),
                    quote.costPrice(),
                    quote.rate(),
                    cachedTerms(account, time),
                    currency));
  }

  private AccountTerms cachedTerms(String account, Instant time) {
    Snapshot now = snapshot;
    AccountTerms own = at(now.terms, AccountTerms.cached(account), time);
    AccountTerms terms = own != null ? own : at(now.terms, AccountTerms.CACHED_FOR_ALL, time);
    return terms != null ? terms : AccountTerms.free(account);
  }

  /** Whether the list price can say what the provider asks for all that the price is for. */
  private static boolean costs(Price list, Price price) {
    return list != null && (list.covers(1) || !price.covers(1));
  }

  /**
   * @return in one sentence what to configure, so that the model has a price in this currency
   */
  public String whatIsMissing(PricedModel model, String currency, Instant time) {
    return find(model, time)
        .map(
            p ->
                quote(model, "", currency, time).isPresent()
                    ? "its output has no price: set gateway.model."
                        + model.publicModel()
                        + ".price.output"
                    : "there is no exchange rate for its price: set gateway.exchange-rate."
                        + new CurrencyPair(p.currency(), currency))
        .orElseGet(
            () ->
                "set gateway.model." + model.publicModel() + ".price.input, .output and .currency");
  }

  private static <S, W, T> Map<S, Timeline<T>> timelines(
      List<Stated<S, W>> rows, Function<Stated<S, W>, T> word) {
    Map<S, Timeline<T>> bySubject = new HashMap<>();
    for (Stated<S, W> row : rows) {
      bySubject
          .computeIfAbsent(row.subject(), s -> new Timeline<>())
          .add(row.validFrom(), word.apply(row));
    }
    return bySubject;
  }

  private static <S, T> T at(Map<S, Timeline<T>> timelines, S subject, Instant time) {
    Timeline<T> timeline = timelines.get(subject);
    return timeline == null ? null : timeline.at(time).orElse(null);
  }

  private record Snapshot(
      Map<PriceKey, Timeline<Price>> prices,
      Map<CurrencyPair, Timeline<ExchangeRate>> rates,
      Map<String, Timeline<AccountTerms>> terms) {

    Price price(PricedModel model, Instant time) {
      Price operators = at(prices, PriceKey.operator(model.publicModel()), time);
      return operators != null ? operators : listPrice(model, time);
    }

    Price listPrice(PricedModel model, Instant time) {
      return at(prices, PriceKey.list(model.provider(), model.upstreamModel()), time);
    }
  }
}
