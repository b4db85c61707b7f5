package io.llmgateway.ledger;

import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.Usage;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Prices and usages of every kind that there can be, the same ones in each run. */
final class RandomPrices {
  private static final List<String> ZONES =
      List.of("UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kolkata");
  private static final List<Long> TIERS = List.of(0L, 0L, 30_000L, 90_000L);
  private static final long WEEK_SECONDS = 7 * 24 * 3_600;

  private final Random random;

  RandomPrices(long seed) {
    random = new Random(seed);
  }

  PriceCard card(String currency) {
    List<PriceVariant> variants = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      long above = TIERS.get(random.nextInt(TIERS.size()));
      boolean always = above > 0 && random.nextBoolean();
      variants.add(new PriceVariant(above, always ? null : window(), prices()));
    }
    return new PriceCard(prices(), variants, currency, "random");
  }

  private UnitPrices prices() {
    return new UnitPrices(
        perMillion(),
        perMillion(),
        orNone(perMillion()),
        orNone(perMillion()),
        orNone(perMillion()),
        orNone(perUnit()),
        orNone(perUnit()));
  }

  private DailyWindow window() {
    return new DailyWindow(
        LocalTime.of(random.nextInt(24), random.nextInt(60)),
        LocalTime.of(random.nextInt(24), random.nextInt(60)),
        ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
        random.nextBoolean()
            ? DailyWindow.EVERY_DAY
            : EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7))));
  }

  MeteredUsage usage(Instant around) {
    long input = random.nextInt(150_000);
    long output = random.nextInt(20_000);
    long cacheRead = random.nextLong(input + 1);
    long cacheWrite = random.nextLong(input - cacheRead + 1);
    return new MeteredUsage(
        new Usage(input, output, cacheRead, cacheWrite, random.nextLong(output + 1)),
        random.nextInt(4),
        around.plusSeconds(random.nextLong(WEEK_SECONDS)));
  }

  /** An exchange rate, above zero, with up to 12 decimals. */
  BigDecimal rate() {
    return BigDecimal.valueOf(1 + random.nextLong(20_000_000_000_000L), 12);
  }

  BigDecimal factor() {
    return BigDecimal.valueOf(random.nextInt(3_000_000), 6);
  }

  boolean chance() {
    return random.nextBoolean();
  }

  private BigDecimal perMillion() {
    return BigDecimal.valueOf(random.nextInt(50_000_000), 6);
  }

  private BigDecimal perUnit() {
    return BigDecimal.valueOf(random.nextLong(100_000_000_000L), 12);
  }

  private BigDecimal orNone(BigDecimal price) {
    return random.nextBoolean() ? null : price;
  }
}
