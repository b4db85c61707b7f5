package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
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

  private static MeteredUsage metered(Usage usage) {
    return new MeteredUsage(usage, 0, Instant.EPOCH);
  }
}
