package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The prices and exchange rates in force, in memory. The rows are in the database; {@link Ledger}
 * replaces the whole snapshot when they change.
 */
@ApplicationScoped
public class PriceList {
  private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of());

  /**
   * @return what a client pays for the model: the operator's price of the public name, or else the
   *     provider's list price; empty when there is none
   */
  public Optional<Price> find(PricedModel model) {
    return Optional.ofNullable(snapshot.price(model));
  }

  /** Puts new rows in force, all at once. */
  public void replace(Collection<Price> prices, Collection<ExchangeRate> rates) {
    Map<PriceKey, Price> byKey = new HashMap<>();
    prices.forEach(p -> byKey.put(PriceKey.of(p), p));
    Map<CurrencyPair, ExchangeRate> byPair = new HashMap<>();
    rates.forEach(r -> byPair.put(r.pair(), r));
    snapshot = new Snapshot(byKey, byPair);
  }

  /**
   * @param currency the account's
   * @return empty when the price or the exchange rate is not known
   */
  public Optional<Quote> quote(PricedModel model, String currency) {
    Snapshot now = snapshot;
    Price price = now.price(model);
    if (price == null) {
      return Optional.empty();
    }
    Price list = now.listPrice(model);
    ExchangeRate rate = null;
    if (!price.currency().equals(currency)) {
      rate = now.rates.get(new CurrencyPair(price.currency(), currency));
      if (rate == null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Quote(model, price, list == null ? price : list, rate, currency));
  }

  /**
   * @return in one sentence what to configure, so that the model has a price in this currency
   */
  public String whatIsMissing(PricedModel model, String currency) {
    return find(model)
        .map(
            p ->
                quote(model, currency).isPresent()
                    ? "its output has no price: set gateway.model."
                        + model.publicModel()
                        + ".price.output"
                    : "there is no exchange rate for its price: set gateway.exchange-rate."
                        + new CurrencyPair(p.currency(), currency))
        .orElseGet(
            () ->
                "set gateway.model." + model.publicModel() + ".price.input, .output and .currency");
  }

  /** What a row is the newest one of. */
  record PriceKey(Price.Kind kind, String provider, String model) {
    static PriceKey of(Price price) {
      return new PriceKey(price.kind(), price.provider(), price.model());
    }
  }

  private record Snapshot(Map<PriceKey, Price> prices, Map<CurrencyPair, ExchangeRate> rates) {
    Price price(PricedModel model) {
      Price operators =
          prices.get(
              new PriceKey(Price.Kind.OPERATOR, Price.OPERATOR_PROVIDER, model.publicModel()));
      return operators != null ? operators : listPrice(model);
    }

    Price listPrice(PricedModel model) {
      return prices.get(new PriceKey(Price.Kind.LIST, model.provider(), model.upstreamModel()));
    }
  }
}
