package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is true of every charge, against arithmetic that is written down a second time. */
class ChargePropertiesTest {
  private static final int ROWS = 1_000_000;
  private static final long SEED = 20261121;
  private static final Instant WEEK = Instant.parse("2026-11-16T00:00:00Z");
  private static final PricedModel MODEL = new PricedModel("public", "vendor", "m");
  private static final BigDecimal HALF_A_PLACE = new BigDecimal("0.0000000000005");

  private final RandomPrices random = new RandomPrices(SEED);

  @Test
  void theSumOfThePartsIsTheWholeOverAMillionRowsWithoutAnyDrift() {
    Amount booked = Amount.zero("USD");
    BigDecimal exact = BigDecimal.ZERO;
    Price price = null;
    for (int row = 0; row < ROWS; row++) {
      price = row % 100 == 0 ? price(random.card("USD")) : price;
      MeteredUsage usage = random.usage(WEEK);
      booked = booked.plus(price.of(usage));
      exact = exact.add(schoolSum(price, usage));
    }
    assertEquals(0, exact.compareTo(booked.value()), "exact " + exact + ", booked " + booked);
  }

  @Test
  void aChargeIsRoundedOnceAndChargesAddUpToWhatIsPosted() {
    Amount posted = Amount.zero("EUR");
    BigDecimal charges = BigDecimal.ZERO;
    BigDecimal exact = BigDecimal.ZERO;
    Quote quote = null;
    for (int row = 0; row < ROWS; row++) {
      quote = row % 100 == 0 ? quote() : quote;
      MeteredUsage usage = random.usage(WEEK);
      Amount charge = quote.charge(usage);
      BigDecimal unrounded =
          schoolSum(quote.price(), usage)
              .multiply(quote.rate().rate())
              .multiply(quote.terms().factor());
      assertEquals(unrounded.setScale(12, RoundingMode.HALF_EVEN), charge.value());
      posted = posted.plus(charge);
      charges = charges.add(charge.value());
      exact = exact.add(unrounded);
    }
    assertEquals(charges, posted.value());
    BigDecimal drift = charges.subtract(exact).abs();
    assertTrue(drift.compareTo(HALF_A_PLACE.multiply(BigDecimal.valueOf(ROWS))) < 0);
    BigDecimal tenThousandPlaces = new BigDecimal("0.00000001");
    assertTrue(drift.compareTo(tenThousandPlaces) < 0, "half to even leans to one side: " + drift);
  }

  @Test
  void noUsageWithinTheBoundsIsChargedMoreThanWasHeld() {
    for (int i = 0; i < 20_000; i++) {
      Quote quote = quote();
      MeteredUsage bound = random.usage(WEEK);
      HoldRequest hold =
          new HoldRequest(
              "call",
              "team",
              List.of(MODEL),
              bound.usage().inputTokens(),
              bound.usage().outputTokens(),
              3);
      MeteredUsage usage = within(bound, random.usage(WEEK));
      assertTrue(quote.charge(usage).compareTo(quote.upperBound(hold)) <= 0);
    }
  }

  @Test
  void onlyAmountRounds() throws IOException {
    for (String room : List.of("ledger", "catalog")) {
      Path sources = Path.of("src/main/java/io/llmgateway", room);
      try (Stream<Path> files = Files.walk(sources)) {
        List<String> rounding =
            files
                .filter(Files::isRegularFile)
                .filter(ChargePropertiesTest::rounds)
                .map(file -> file.getFileName().toString())
                .toList();
        assertEquals(room.equals("ledger") ? List.of("Amount.java") : List.of(), rounding);
      }
    }
  }

  @Test
  void doesNotMixCurrencies() {
    Amount dollars = price(random.card("USD")).of(random.usage(WEEK));
    Amount yuan = price(random.card("CNY")).of(random.usage(WEEK));
    assertThrows(IllegalArgumentException.class, () -> dollars.plus(yuan));
    assertEquals("EUR", quote().charge(random.usage(WEEK)).currency());
    assertEquals("CNY", quote().cost(random.usage(WEEK)).currency());
  }

  private Quote quote() {
    return new Quote(
        MODEL,
        price(random.card("USD")),
        price(random.card("CNY")),
        new ExchangeRate("r", new CurrencyPair("USD", "EUR"), random.rate(), "random", WEEK),
        new AccountTerms("t", "team", random.factor(), "random", WEEK),
        "EUR");
  }

  private static Price price(PriceCard card) {
    return new Price("p", Price.Kind.LIST, "vendor", "m", card, WEEK);
  }

  private static MeteredUsage within(MeteredUsage bound, MeteredUsage any) {
    long input = Math.min(bound.usage().inputTokens(), any.usage().inputTokens());
    long output = Math.min(bound.usage().outputTokens(), any.usage().outputTokens());
    long cacheRead = Math.min(input, any.usage().cacheReadTokens());
    long cacheWrite = Math.min(input - cacheRead, any.usage().cacheWriteTokens());
    long reasoning = Math.min(output, any.usage().reasoningTokens());
    return new MeteredUsage(
        new Usage(input, output, cacheRead, cacheWrite, reasoning), any.images(), any.startedAt());
  }

  /** The list sum as docs/pricing.md has it, without any rounding. */
  private static BigDecimal schoolSum(Price price, MeteredUsage metered) {
    Usage usage = metered.usage();
    if (usage.equals(Usage.NONE)) {
      return BigDecimal.ZERO;
    }
    UnitPrices p = schoolPrices(price.card(), usage.inputTokens(), metered.startedAt());
    BigDecimal perMillion =
        times(usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens(), p.input())
            .add(times(usage.cacheReadTokens(), p.cacheRead() == null ? p.input() : p.cacheRead()))
            .add(
                times(
                    usage.cacheWriteTokens(), p.cacheWrite() == null ? p.input() : p.cacheWrite()))
            .add(times(usage.outputTokens() - usage.reasoningTokens(), p.output()))
            .add(
                times(usage.reasoningTokens(), p.reasoning() == null ? p.output() : p.reasoning()));
    return perMillion
        .movePointLeft(6)
        .add(p.request() == null ? BigDecimal.ZERO : p.request())
        .add(p.image() == null ? BigDecimal.ZERO : times(metered.images(), p.image()));
  }

  /** The rule of docs/pricing.md, by going through the lines. */
  private static UnitPrices schoolPrices(PriceCard card, long inputTokens, Instant startedAt) {
    PriceVariant chosen = null;
    for (PriceVariant line : card.variants()) {
      boolean longEnough = line.aboveInputTokens() == 0 || inputTokens > line.aboveInputTokens();
      if (!longEnough || line.window() != null && !schoolContains(line.window(), startedAt)) {
        continue;
      }
      boolean higher = chosen == null || line.aboveInputTokens() > chosen.aboveInputTokens();
      boolean nearer =
          chosen != null
              && line.aboveInputTokens() == chosen.aboveInputTokens()
              && line.window() != null
              && chosen.window() == null;
      chosen = higher || nearer ? line : chosen;
    }
    return chosen == null ? card.prices() : chosen.prices();
  }

  private static boolean schoolContains(DailyWindow window, Instant time) {
    ZonedDateTime local = time.atZone(window.zone());
    int minute = local.getHour() * 60 + local.getMinute();
    int from = window.from().getHour() * 60 + window.from().getMinute();
    int to = window.to().getHour() * 60 + window.to().getMinute();
    boolean sinceToday = window.days().contains(local.getDayOfWeek());
    boolean sinceYesterday = window.days().contains(local.minusDays(1).getDayOfWeek());
    return from < to
        ? sinceToday && from <= minute && minute < to
        : sinceToday && from <= minute || sinceYesterday && minute < to;
  }

  private static BigDecimal times(long count, BigDecimal price) {
    return price.multiply(BigDecimal.valueOf(count));
  }

  private static boolean rounds(Path file) {
    try {
      String source = Files.readString(file);
      return source.contains("RoundingMode")
          || source.contains("MathContext")
          || source.contains(".divide(");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
