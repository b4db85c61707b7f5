package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static io.llmgateway.ledger.WalletsTest.card;
import static io.llmgateway.ledger.WalletsTest.vendor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.ChatException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has the word on a price, and from when on. */
class EffectiveDatesTest {
  private static final PricedModel SOLD = new PricedModel("anything", "vendor", "m");
  private static final PricedModel OWN = new PricedModel("own", "vendor", "m");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final GrowingIds ids = new GrowingIds();
  private final MovableClock clock = new MovableClock("2026-11-21T12:00:00Z");
  private TestDatabase database;

  private TestLedger open(TestDatabase.Provider provider) {
    database = TestDatabase.empty(provider);
    return new TestLedger(database.node(clock), clock);
  }

  @Test
  void aRowThatLiesAheadComesIntoForceByItself() {
    PriceList prices = new PriceList();
    prices.replace(
        rows(
            stated(PriceKey.list("vendor", "m"), "1", Origin.CATALOG, NOW),
            stated(PriceKey.list("vendor", "m"), "2", Origin.ADMIN, NOW.plus(DAY))));
    assertEquals(Optional.empty(), prices.find(SOLD, NOW.minusNanos(1_000)));
    assertEquals("1", input(prices, SOLD, NOW));
    assertEquals("1", input(prices, SOLD, NOW.plus(DAY).minusNanos(1_000)));
    assertEquals("2", input(prices, SOLD, NOW.plus(DAY)));
  }

  @Test
  void ofTwoRowsForTheSameMomentTheLaterWrittenHolds() {
    PriceList prices = new PriceList();
    prices.replace(
        rows(
            stated(PriceKey.operator("own"), "1", Origin.ADMIN, NOW),
            stated(PriceKey.operator("own"), "2", Origin.ADMIN, NOW)));
    assertEquals("2", input(prices, OWN, NOW));
  }

  @Test
  void anOperatorsPriceThatIsWithdrawnLeavesTheListPrice() {
    PriceList prices = new PriceList();
    prices.replace(
        rows(
            stated(PriceKey.list("vendor", "m"), "1", Origin.CATALOG, NOW),
            stated(PriceKey.operator("own"), "2", Origin.ADMIN, NOW),
            stated(PriceKey.operator("own"), null, Origin.ADMIN, NOW.plus(DAY))));
    assertEquals("2", input(prices, OWN, NOW));
    assertEquals("1", input(prices, OWN, NOW.plus(DAY)));
  }

  @Test
  void aListPriceThatDoesNotCoverTheOutputIsNoCostPriceOfAChat() {
    PriceCard inputOnly = new PriceCard(BigDecimal.ONE, null, null, null, "USD", "a page");
    PriceKey list = PriceKey.list("vendor", "m");
    PriceList prices = new PriceList();
    prices.replace(
        rows(
            new Stated<>(ids.next(0), list, inputOnly, Origin.ADMIN, "a page", null, NOW),
            stated(PriceKey.operator("own"), "2", Origin.ADMIN, NOW)));
    Quote quote = prices.quote(OWN, "team", "USD", NOW).orElseThrow();
    assertEquals(quote.price(), quote.costPrice());
    Quote embeddings = prices.quote(SOLD, "team", "USD", NOW).orElseThrow();
    assertEquals(inputOnly, embeddings.costPrice().card());
  }

  @Test
  void theCatalogueSpeaksAgainOnlyWhenItSaysSomethingElse() {
    PriceKey key = PriceKey.list("vendor", "m");
    List<Stated<PriceKey, PriceCard>> said =
        List.of(
            stated(key, "1", Origin.CATALOG, NOW.minus(DAY)),
            stated(key, "5", Origin.ADMIN, NOW.minusSeconds(5)));
    assertEquals(List.of(), restatement(said).ofCatalog(declared(key, "1.00")));
    Stated<PriceKey, PriceCard> again = restatement(said).ofCatalog(declared(key, "2")).get(0);
    assertEquals(NOW, again.validFrom());
    assertEquals(Origin.CATALOG, again.origin());
    assertEquals(null, restatement(said).ofCatalog(Map.of()).get(0).word());
  }

  @Test
  void theConfigurationHoldsAlsoOverRowsThatLieAhead() {
    PriceKey key = PriceKey.operator("own");
    List<Stated<PriceKey, PriceCard>> said =
        List.of(
            stated(key, "1", Origin.ADMIN, NOW.minus(DAY)),
            stated(key, "3", Origin.ADMIN, NOW.plus(DAY)));
    List<Stated<PriceKey, PriceCard>> added = restatement(said).ofConfiguration(declared(key, "2"));
    assertEquals(List.of(NOW, NOW.plus(DAY)), added.stream().map(Stated::validFrom).toList());

    PriceList prices = new PriceList();
    prices.replace(rows(said.get(0), added.get(0), said.get(1), added.get(1)));
    assertEquals("2", input(prices, OWN, NOW));
    assertEquals("2", input(prices, OWN, NOW.plus(DAY).plus(DAY)));
  }

  @Test
  void theConfigurationDoesNotRepeatItself() {
    PriceKey key = PriceKey.operator("own");
    List<Stated<PriceKey, PriceCard>> said =
        List.of(
            stated(key, "2", Origin.CONFIG, NOW.minus(DAY)),
            stated(key, "2", Origin.CONFIG, NOW.plus(DAY)));
    assertEquals(List.of(), restatement(said).ofConfiguration(declared(key, "2.0")));
  }

  @Test
  void whatIsTakenOutOfTheConfigurationIsWithdrawnAndNothingElseIs() {
    PriceKey key = PriceKey.operator("own");
    PriceKey another = PriceKey.operator("another");
    List<Stated<PriceKey, PriceCard>> said =
        List.of(
            stated(key, "2", Origin.CONFIG, NOW.minus(DAY)),
            stated(another, "7", Origin.ADMIN, NOW.minus(DAY)),
            stated(key, "2", Origin.CONFIG, NOW.plus(DAY)));
    List<Stated<PriceKey, PriceCard>> added = restatement(said).ofConfiguration(Map.of());
    assertEquals(List.of(NOW, NOW.plus(DAY)), added.stream().map(Stated::validFrom).toList());
    assertTrue(added.stream().allMatch(row -> row.word() == null && row.subject().equals(key)));
  }

  @ParameterizedTest
  @EnumSource
  void anAccountPaysThePriceTimesItsFactor(TestDatabase.Provider provider) {
    TestLedger team = open(provider);
    Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
    team.apply(settings);
    Quote plain = team.quote(TestLedger.MODEL).orElseThrow();
    assertEquals(null, plain.terms());

    clock.forward(Duration.ofHours(1));
    settings.put("gateway.account.team.price-factor", "1.10");
    team.apply(settings);
    team.apply(settings);
    assertEquals(usd("33"), team.hold(10, 10).amount());
    Quote marked = team.quote(TestLedger.MODEL).orElseThrow();
    assertEquals(0, marked.terms().factor().compareTo(new BigDecimal("1.1")));
    assertEquals(clock.instant(), marked.terms().validFrom());

    clock.forward(Duration.ofHours(1));
    settings.remove("gateway.account.team.price-factor");
    team.apply(settings);
    assertEquals(null, team.quote(TestLedger.MODEL).orElseThrow().terms());
    assertEquals(List.of("2"), database.query("select count(*) from account_terms"));
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheSourceOfAnExchangeRate(TestDatabase.Provider provider) {
    TestLedger team = open(provider);
    Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
    settings.put("gateway.exchange-rate.CNY-USD", "0.14");
    settings.put("gateway.exchange-rate.CNY-USD.source", "ECB 2026-11-20");
    team.apply(settings, vendor(card("m", "1", "2", "CNY")));
    assertEquals("ECB 2026-11-20", team.quote(SOLD).orElseThrow().rate().source());
  }

  @ParameterizedTest
  @EnumSource
  void anAccountMaySpendItsCreditLine(TestDatabase.Provider provider) {
    TestLedger team = open(provider);
    Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
    team.apply(settings);
    assertThrows(ChatException.class, () -> team.hold(150, 0));

    settings.put("gateway.account.team.credit-line", "50");
    TestLedger anotherNode = new TestLedger(database.node(clock), clock).apply(settings);
    assertEquals(usd("150"), anotherNode.hold(150, 0).amount());
    assertEquals(List.of("1"), creditLines("50"));
  }

  @ParameterizedTest
  @EnumSource
  void aCreditLineCanBeLoweredAlthoughTheNodeHasLeasedIt(TestDatabase.Provider provider) {
    TestLedger team = open(provider);
    Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
    settings.put("gateway.account.team.credit-line", "50");
    team.apply(settings);
    Hold held = team.hold(110, 0);

    settings.put("gateway.account.team.credit-line", "20");
    team.apply(settings);
    assertEquals(List.of("1"), creditLines("20"));
    assertThrows(ChatException.class, () -> team.hold(11, 0));
    assertEquals(usd("10"), team.hold(10, 0).amount());
    settings.put("gateway.account.team.credit-line", "5");
    team.apply(settings);
    assertEquals(List.of("1"), creditLines("20"), "held, so in use");
    held.release();
    team.apply(settings);
    assertEquals(List.of("1"), creditLines("5"));
  }

  @ParameterizedTest
  @EnumSource
  void aCreditLineIsNotLoweredBelowWhatIsInUse(TestDatabase.Provider provider) throws SQLException {
    TestLedger team = open(provider);
    Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
    settings.put("gateway.account.team.credit-line", "50");
    team.apply(settings);
    try (Connection connection = database.source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update wallet set leased = 130");
    }
    settings.put("gateway.account.team.credit-line", "29");
    team.apply(settings);
    assertEquals(List.of("1"), creditLines("50"));
    settings.put("gateway.account.team.credit-line", "30");
    team.apply(settings);
    assertEquals(List.of("1"), creditLines("30"));
  }

  private List<String> creditLines(String line) {
    return database.query("select count(*) from wallet where credit_line = " + line);
  }

  private Restatement<PriceKey, PriceCard> restatement(List<Stated<PriceKey, PriceCard>> said) {
    return new Restatement<>(said, PriceCard::same, NOW, ids);
  }

  private static Map<PriceKey, Declared<PriceCard>> declared(PriceKey key, String input) {
    return Map.of(key, new Declared<>(priceOf(input), "a page"));
  }

  private Stated<PriceKey, PriceCard> stated(
      PriceKey key, String input, Origin origin, Instant validFrom) {
    PriceCard card = input == null ? null : priceOf(input);
    return new Stated<>(ids.next(NOW.toEpochMilli()), key, card, origin, "a page", null, validFrom);
  }

  private static PriceCard priceOf(String input) {
    return new PriceCard(new BigDecimal(input), BigDecimal.ONE, null, null, "USD", "a page");
  }

  @SafeVarargs
  private static PricingRows rows(Stated<PriceKey, PriceCard>... prices) {
    return new PricingRows(List.of(prices), List.of(), List.of());
  }

  private static String input(PriceList prices, PricedModel model, Instant time) {
    return prices.find(model, time).orElseThrow().card().prices().input().toPlainString();
  }
}
