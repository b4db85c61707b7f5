package io.llmgateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceVariantTest {
  private static final UnitPrices FREE =
      UnitPrices.ofTokens(BigDecimal.ZERO, BigDecimal.ZERO, null, null);
  private static final Instant ANY = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"199999, false", "200000, false", "200001, true"})
  void aTierBeginsAboveItsThreshold(long inputTokens, boolean applies) {
    assertEquals(applies, new PriceVariant(200_000, null, FREE).appliesTo(inputTokens, ANY));
  }

  @Test
  void aWindowWithoutThresholdIsForEveryPrompt() {
    DailyWindow always =
        new DailyWindow(
            LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("UTC"), DailyWindow.EVERY_DAY);
    assertEquals(true, new PriceVariant(0, always, FREE).appliesTo(0, ANY));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:59:59.999999Z, false",
    "2026-11-20T01:00:00Z, true",
    "2026-11-20T03:59:59.999999Z, true",
    "2026-11-20T04:00:00Z, false",
    "2026-11-21T02:00:00Z, false", // a Saturday in Shanghai
    "2026-11-22T02:00:00Z, false",
    "2026-11-23T02:00:00Z, true",
  })
  void peakHoursAreTheVendorsOwn(Instant time, boolean peak) {
    assertEquals(peak, window("09:00", "12:00", "Asia/Shanghai", 1, 2, 3, 4, 5).contains(time));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T22:29:59Z, false",
    "2026-11-20T22:30:00Z, true", // Friday night
    "2026-11-21T08:29:59Z, true", // still Friday's
    "2026-11-21T08:30:00Z, false",
    "2026-11-21T23:00:00Z, false",
    "2026-11-20T08:00:00Z, false",
  })
  void aWindowPastMidnightBelongsToTheDayOnWhichItBegan(Instant time, boolean inside) {
    assertEquals(inside, window("22:30", "08:30", "UTC", 5).contains(time));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T00:00:00Z, true",
    "2026-11-21T23:59:59Z, true",
    "2026-11-20T23:59:59Z, false",
    "2026-11-22T00:00:00Z, false",
  })
  void aWindowThatEndsWhenItBeginsLastsADay(Instant time, boolean inside) {
    assertEquals(inside, window("00:00", "00:00", "UTC", 6).contains(time));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T00:30:00Z, false", // 01:30 in Berlin
    "2026-03-29T01:00:00Z, false", // 03:00: the clock skips the hour from 2 to 3
    "2026-10-25T00:30:00Z, true", // 02:30, the first time
    "2026-10-25T01:30:00Z, true", // 02:30, the second time
    "2026-10-25T02:00:00Z, false",
  })
  void goesByTheClockOnTheWallWhenItIsChanged(Instant time, boolean inside) {
    assertEquals(
        inside, window("02:00", "03:00", "Europe/Berlin", 1, 2, 3, 4, 5, 6, 7).contains(time));
  }

  @Test
  void refusesVariantsForEverybodyAndWindowsThatNeverOpen() {
    assertThrows(IllegalArgumentException.class, () -> new PriceVariant(0, null, FREE));
    assertThrows(IllegalArgumentException.class, () -> new PriceVariant(-1, null, FREE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DailyWindow(LocalTime.NOON, LocalTime.MIDNIGHT, ZoneId.of("UTC"), Set.of()));
    assertThrows(IllegalArgumentException.class, () -> window("09:00:30", "10:00", "UTC", 1));
  }

  private static DailyWindow window(String from, String to, String zone, int... days) {
    return new DailyWindow(
        LocalTime.parse(from),
        LocalTime.parse(to),
        ZoneId.of(zone),
        java.util.Arrays.stream(days)
            .mapToObj(DayOfWeek::of)
            .collect(java.util.stream.Collectors.toSet()));
  }
}
