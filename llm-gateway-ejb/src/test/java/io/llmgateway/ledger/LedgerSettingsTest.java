package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerSettingsTest {

  @Test
  void hasTheseDefaults() {
    LedgerSettings settings = read(Map.of());
    assertTrue(settings.accounts().isEmpty());
    assertTrue(settings.prices().isEmpty());
    assertTrue(settings.rates().isEmpty());
    assertEquals(
        new LedgerSettings.Timing(
            Duration.ofSeconds(1), Duration.ofSeconds(10), 10_000, 256, Duration.ofMillis(5)),
        settings.timing());
  }

  @Test
  void readsAccountsAndThoseThatOnlyAKeyNames() {
    LedgerSettings settings =
        read(
            Map.of(
                "gateway.account.team.opening-balance", "10.50",
                "gateway.account.team.currency", "EUR",
                "gateway.account.idle.currency", "CNY",
                "gateway.key.k1.account", "other"));
    assertEquals(
        Map.of(
            "team",
                new LedgerSettings.Account(
                    "EUR", Amount.of("10.50", "EUR"), null, Amount.zero("EUR")),
            "idle", new LedgerSettings.Account("CNY", Amount.zero("CNY"), null, Amount.zero("CNY")),
            "other", new LedgerSettings.Account("USD", Amount.zero("USD"), null, null)),
        settings.accounts());
  }

  @Test
  void readsPricesOfModelsWhoseNamesHoldDotsAndSlashes() {
    LedgerSettings settings =
        read(
            Map.of(
                "gateway.model.vendor/model-3.5.price.input", "0.27",
                "gateway.model.vendor/model-3.5.price.output", "1.1",
                "gateway.model.vendor/model-3.5.price.cache-read", "0.07",
                "gateway.model.vendor/model-3.5.price.currency", "CNY",
                "gateway.model.vendor/model-3.5.fallbacks", "other"));
    assertEquals(
        Map.of(
            "vendor/model-3.5",
            new PriceCard(
                new BigDecimal("0.27"),
                new BigDecimal("1.1"),
                new BigDecimal("0.07"),
                null,
                "CNY",
                "configuration")),
        settings.prices());
  }

  @Test
  void readsExchangeRatesAndTiming() {
    LedgerSettings settings =
        read(
            Map.of(
                "gateway.exchange-rate.CNY-USD", "0.14",
                "gateway.hold.durable-after", "PT2S",
                "gateway.settlement.max-wait", "PT3S",
                "gateway.settlement.max-queue", "4",
                "gateway.settlement.max-batch", "5",
                "gateway.settlement.max-rest", "PT0.006S"));
    assertEquals(
        Map.of(
            new CurrencyPair("CNY", "USD"),
            new Declared<>(new BigDecimal("0.14"), "configuration")),
        settings.rates());
    assertEquals(
        new LedgerSettings.Timing(
            Duration.ofSeconds(2), Duration.ofSeconds(3), 4, 5, Duration.ofMillis(6)),
        settings.timing());
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.account.a.opening-balance, -1",
    "gateway.account.a.opening-balance, ten",
    "gateway.account.a.opening-balance, 0.0000000000001",
    "gateway.account.a.opening-balance, 1e30",
    "gateway.account.a.currency, DOLLAR",
    "gateway.model.m.price.input, 0.0000001",
    "gateway.model.m.price.output, -0.1",
    "gateway.model.m.price.output, 1",
    "gateway.exchange-rate.CNY-USD, 0",
    "gateway.exchange-rate.CNYUSD, 1",
    "gateway.exchange-rate.CNY-XXXX, 1",
    "gateway.hold.durable-after, PT0S",
    "gateway.settlement.max-batch, 0",
  })
  void namesThePropertyThatItCanNotUse(String name, String value) {
    ConfigException refused = assertThrows(ConfigException.class, () -> read(Map.of(name, value)));
    assertTrue(refused.getMessage().startsWith(name.substring(0, name.lastIndexOf('.'))));
  }

  private static LedgerSettings read(Map<String, String> values) {
    return LedgerSettings.from(new ConfigView(values));
  }
}
