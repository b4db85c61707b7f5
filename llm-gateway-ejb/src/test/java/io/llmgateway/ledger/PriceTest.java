package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceTest {

  @Test
  void chargesEachKindOfTokenAtItsOwnPriceAndReasoningAsOutput() {
    Price price = price("1", "10", "0.1", "2");
    Usage usage = new Usage(1_000_000, 100_000, 400_000, 100_000, 60_000);
    assertEquals(usd("1.74"), price.of(metered(usage)));
  }

  @Test
  void cachedTokensCostWhatInputCostsWhenNothingElseIsKnown() {
    Price price = price("1", "10", null, null);
    assertEquals(usd("1"), price.of(metered(new Usage(1_000_000, 0, 400_000, 100_000, 0))));
  }

  @Test
  void theHighestTierGoesFirstThenItsHoursThenItsFirstLine() {
    DailyWindow night =
        new DailyWindow(
            LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("UTC"), DailyWindow.EVERY_DAY);
    Price price =
        price(
            List.of(
                new PriceVariant(100, null, unit("2")),
                new PriceVariant(100, night, unit("3")),
                new PriceVariant(100, night, unit("4")),
                new PriceVariant(0, night, unit("5")),
                new PriceVariant(200, night, unit("6"))));
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    Instant midnight = Instant.parse("2026-11-21T00:00:00Z");
    assertEquals(unit("1"), price.pricesFor(100, noon));
    assertEquals(unit("5"), price.pricesFor(100, midnight));
    assertEquals(unit("2"), price.pricesFor(101, noon));
    assertEquals(unit("3"), price.pricesFor(101, midnight));
    assertEquals(unit("2"), price.pricesFor(201, noon));
    assertEquals(unit("6"), price.pricesFor(201, midnight));
  }

  @Test
  void theRequestAndItsImagesHaveAPriceWhenTokensWereUsed() {
    UnitPrices prices =
        new UnitPrices(
            BigDecimal.ONE,
            BigDecimal.TEN,
            null,
            null,
            new BigDecimal("20"),
            new BigDecimal("0.5"),
            new BigDecimal("0.000000000001"));
    Price price = price(prices, List.of());
    Usage usage = new Usage(1_000_000, 300_000, 0, 0, 100_000);
    assertEquals(usd("5.500000000003"), price.of(new MeteredUsage(usage, 3, Instant.EPOCH)));
    assertEquals(usd("0"), price.of(new MeteredUsage(Usage.NONE, 3, Instant.EPOCH)));
    assertEquals(usd("7.500000000003"), price.upperBound(1_000_000, 300_000, 3));
  }

  @Test
  void noUsageWithinTheBoundsCostsMoreThanTheUpperBound() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Price price = price(any(random), any(random), orNone(random), orNone(random));
      long input = random.nextInt(100_000);
      long output = random.nextInt(100_000);
      long cacheRead = random.nextLong(input + 1);
      long cacheWrite = random.nextLong(input - cacheRead + 1);
      Usage usage = new Usage(input, output, cacheRead, cacheWrite, output / 2);
      assertTrue(price.of(metered(usage)).compareTo(price.upperBound(input, output, 0)) <= 0);
    }
  }

  @Test
  void refusesNegativePricesAndThoseThatCouldNotBeExact() {
    assertThrows(IllegalArgumentException.class, () -> price("-1", "1", null, null));
    assertThrows(IllegalArgumentException.class, () -> price("1", "0.0000001", null, null));
    assertThrows(IllegalArgumentException.class, () -> price("1", "1", "0.0000001", null));
    assertEquals(usd("0"), price("0", "0.0000010", null, null).of(metered(Usage.of(5, 0))));
  }

  private static String any(Random random) {
    return BigDecimal.valueOf(random.nextInt(50_000_000), 6).toPlainString();
  }

  private static String orNone(Random random) {
    return random.nextBoolean() ? null : any(random);
  }

  private static Price price(String input, String output, String cacheRead, String cacheWrite) {
    return new Price(
        "id",
        Price.Kind.LIST,
        "vendor",
        "model",
        new PriceCard(
            new BigDecimal(input),
            new BigDecimal(output),
            cacheRead == null ? null : new BigDecimal(cacheRead),
            cacheWrite == null ? null : new BigDecimal(cacheWrite),
            "USD",
            "test"),
        Instant.EPOCH);
  }

  private static UnitPrices unit(String each) {
    return UnitPrices.ofTokens(new BigDecimal(each), new BigDecimal(each), null, null);
  }

  private static Price price(List<PriceVariant> variants) {
    return price(unit("1"), variants);
  }

  private static Price price(UnitPrices prices, List<PriceVariant> variants) {
    PriceCard card = new PriceCard(prices, variants, "USD", "test");
    return new Price("id", Price.Kind.LIST, "vendor", "model", card, Instant.EPOCH);
  }

  private static MeteredUsage metered(Usage usage) {
    return new MeteredUsage(usage, 0, Instant.EPOCH);
  }
}
