package io.llmgateway.ledger;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.config.ConfigException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Writes what the operator and the catalogue say into an open transaction: only what is new, and
 * never over what was there.
 */
final class SettingsWriter {
  private static final BiPredicate<BigDecimal, BigDecimal> EQUAL =
      (one, other) -> one.compareTo(other) == 0;

  private final PricingTables tables;
  private final CreditLines creditLines;
  private final Instant now;
  private boolean changed;

  SettingsWriter(Connection connection, Instant now) {
    this.tables = new PricingTables(connection);
    this.creditLines = new CreditLines(connection);
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  PricingRows write(LedgerSettings settings, Collection<ProviderCard> cards) throws SQLException {
    setCreditLines(settings);
    PricingRows rows = tables.read();
    GrowingIds ids = PricingTables.idsAfter(rows);
    writePrices(new Restatement<>(rows.prices(), PriceCard::same, now, ids), settings, cards);
    for (Stated<CurrencyPair, BigDecimal> row :
        new Restatement<>(rows.rates(), EQUAL, now, ids).ofConfiguration(settings.rates())) {
      tables.addRate(row);
      changed = true;
    }
    for (Stated<String, BigDecimal> row :
        new Restatement<>(rows.terms(), EQUAL, now, ids).ofConfiguration(settings.terms())) {
      tables.addTerms(row);
      changed = true;
    }
    if (changed) {
      tables.settingsChanged();
    }
    return changed ? tables.read() : rows;
  }

  private void setCreditLines(LedgerSettings settings) throws SQLException {
    for (Map.Entry<String, LedgerSettings.Account> account :
        new TreeMap<>(settings.accounts()).entrySet()) {
      Amount line = account.getValue().creditLine();
      changed |= line != null && creditLines.set(account.getKey(), line);
    }
  }

  private void writePrices(
      Restatement<PriceKey, PriceCard> restatement,
      LedgerSettings settings,
      Collection<ProviderCard> cards)
      throws SQLException {
    Map<PriceKey, Declared<PriceCard>> listed = new HashMap<>();
    for (ProviderCard provider : cards) {
      for (ModelCard model : provider.models()) {
        if (model.price() != null) {
          declare(listed, PriceKey.list(provider.id(), model.id()), model.price());
        }
      }
    }
    Map<PriceKey, Declared<PriceCard>> configured = new HashMap<>();
    settings.prices().forEach((model, card) -> declare(configured, PriceKey.operator(model), card));
    add(restatement.ofCatalog(listed));
    add(restatement.ofConfiguration(configured));
  }

  private void add(List<Stated<PriceKey, PriceCard>> rows) throws SQLException {
    for (Stated<PriceKey, PriceCard> row : rows) {
      tables.addPrice(row);
      changed = true;
    }
  }

  private static void declare(
      Map<PriceKey, Declared<PriceCard>> declared, PriceKey key, PriceCard card) {
    try {
      Price.require(card);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key.toString(), e.getMessage());
    }
    declared.put(key, new Declared<>(card, card.source()));
  }
}
