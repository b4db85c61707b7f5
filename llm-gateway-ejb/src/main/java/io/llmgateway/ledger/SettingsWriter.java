package io.llmgateway.ledger;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.config.ConfigException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes what the operator and the catalogue say into an open transaction: only what is new, and
 * never over what was there.
 */
final class SettingsWriter {
  private final EntityManager database;
  private final Instant now;

  SettingsWriter(EntityManager database, Instant now) {
    this.database = database;
    this.now = now;
  }

  Books.PriceRows write(LedgerSettings settings, Collection<ProviderCard> cards) {
    database.find(LedgerGuard.class, LedgerGuard.SETTINGS, LockModeType.PESSIMISTIC_WRITE);
    settings.accounts().forEach(this::ensureAccount);
    return new Books.PriceRows(prices(wanted(settings, cards)), rates(settings.rates()));
  }

  private void ensureAccount(String name, LedgerSettings.Account account) {
    Wallet wallet = database.find(Wallet.class, name);
    if (wallet == null) {
      wallet = new Wallet(name, account.currency(), now);
      database.persist(wallet);
      database.flush();
    } else if (!wallet.currency().equals(account.currency())) {
      throw new ConfigException(
          "gateway.account." + name + ".currency",
          "the account has been kept in " + wallet.currency() + ", and that does not change");
    }
    if (account.openingBalance().signum() > 0) {
      new Funding(database, now)
          .book(
              JournalEntry.Kind.OPENING,
              name,
              account.openingBalance(),
              "opening:" + name,
              LedgerAccounts.OPENING_EQUITY);
    }
  }

  private static Map<PriceList.PriceKey, PriceCard> wanted(
      LedgerSettings settings, Collection<ProviderCard> cards) {
    Map<PriceList.PriceKey, PriceCard> wanted = new HashMap<>();
    for (ProviderCard provider : cards) {
      for (ModelCard model : provider.models()) {
        if (model.price() != null) {
          wanted.put(
              new PriceList.PriceKey(Price.Kind.LIST, provider.id(), model.id()), model.price());
        }
      }
    }
    settings
        .prices()
        .forEach(
            (model, price) ->
                wanted.put(
                    new PriceList.PriceKey(Price.Kind.OPERATOR, Price.OPERATOR_PROVIDER, model),
                    price));
    return wanted;
  }

  private List<Price> prices(Map<PriceList.PriceKey, PriceCard> wanted) {
    Map<PriceList.PriceKey, PriceRow> latest = new HashMap<>();
    database
        .createQuery("select p from PriceRow p order by p.validFrom, p.id", PriceRow.class)
        .getResultList()
        .forEach(row -> latest.put(row.key(), row));
    Set<PriceList.PriceKey> keys = new HashSet<>(wanted.keySet());
    keys.addAll(latest.keySet());
    List<Price> prices = new ArrayList<>();
    for (PriceList.PriceKey key : keys) {
      PriceCard card = wanted.get(key);
      PriceRow row = latest.get(key);
      if (row == null || !row.says(card)) {
        String currency = card == null ? row.currency() : card.currency();
        row = new PriceRow(id(), key, card, currency, now);
        database.persist(row);
      }
      price(row).ifPresent(prices::add);
    }
    return prices;
  }

  private static Optional<Price> price(PriceRow row) {
    try {
      return row.price();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("price of " + row.key(), e.getMessage());
    }
  }

  private List<ExchangeRate> rates(Map<CurrencyPair, BigDecimal> wanted) {
    Map<CurrencyPair, ExchangeRateRow> latest = new HashMap<>();
    database
        .createQuery(
            "select r from ExchangeRateRow r order by r.validFrom, r.id", ExchangeRateRow.class)
        .getResultList()
        .forEach(row -> latest.put(row.pair(), row));
    Set<CurrencyPair> pairs = new HashSet<>(wanted.keySet());
    pairs.addAll(latest.keySet());
    List<ExchangeRate> rates = new ArrayList<>();
    for (CurrencyPair pair : pairs) {
      BigDecimal rate = wanted.get(pair);
      ExchangeRateRow row = latest.get(pair);
      if (row == null || !row.says(rate)) {
        row = new ExchangeRateRow(id(), pair, rate, "configuration", now);
        database.persist(row);
      }
      row.rate().ifPresent(rates::add);
    }
    return rates;
  }

  private String id() {
    return Uuid7.next(now.toEpochMilli());
  }
}
