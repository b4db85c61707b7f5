package io.llmgateway.ledger;

import static io.llmgateway.ledger.WalletsTest.card;
import static io.llmgateway.ledger.WalletsTest.vendor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.audit.AuditTrail;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {
  private static final PricedModel SOLD = new PricedModel("anything", "vendor", "m");
  private static final PriceKey LIST = PriceKey.list("vendor", "m");
  private static final PriceKey OPERATOR = PriceKey.operator("anything");
  private static final Duration DAY = Duration.ofDays(1);

  private final MovableClock clock = new MovableClock("2026-11-21T12:00:00Z");
  private final List<String> trail = new ArrayList<>();
  private final AuditTrail audit =
      new AuditTrail() {
        @Override
        public void record(String principal, String action, String subject, JsonObject details) {
          trail.add(principal + " " + action + " " + subject + " " + details.get("rows"));
        }
      };
  private final Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
  private TestDatabase database;
  private TestLedger team;
  private PriceBook book;

  @BeforeEach
  void open() {
    database = TestDatabase.empty(TestDatabase.Provider.HIBERNATE);
    team = new TestLedger(database.node(clock), clock);
    book = new PriceBook(new PriceRegister(database.source, clock, audit), team.prices);
    apply();
  }

  private void apply() {
    team.apply(settings, vendor(card("m", "1", "2", "USD")));
    clock.forward(Duration.ofMinutes(5));
  }

  @Test
  void anAdministratorsPriceIsInForceAtOnceWithNameAndSource() {
    Stated<PriceKey, PriceCard> row = append(LIST, "7", null).get(0);
    assertEquals(Origin.ADMIN, row.origin());
    assertEquals("anna", row.principal());
    assertEquals("contract 12", row.source());
    assertEquals(clock.instant(), row.validFrom());
    assertEquals("7", input(clock.instant()));
    assertEquals(
        List.of("anna"), database.query("select principal from price where origin = 'ADMIN'"));
  }

  @Test
  void eachChangeIsInTheAuditTrail() {
    append(LIST, "7", null);
    rate("CNY", "USD", "0.14");
    terms("team", "1.1");
    book.appendPrices("bert", List.of(word(LIST, "1", null), word(OPERATOR, "2", null)));
    assertEquals(
        List.of(
            "anna pricing.append the list price of vendor/m 1",
            "anna pricing.append the exchange rate CNY-USD 1",
            "anna pricing.append the price factor of team 1",
            "bert pricing.append the list price of vendor/m and 1 more 2"),
        trail);
  }

  @Test
  void itStaysInForceUntilTheCatalogueSaysSomethingElse() {
    append(LIST, "7", null);
    apply();
    assertEquals("7", input(clock.instant()));
    team.apply(settings, vendor(card("m", "3", "2", "USD")));
    assertEquals("3", input(clock.instant()));
  }

  @Test
  void aPriceMayBeSetAheadAndTakesOverByItself() {
    append(LIST, "7", clock.instant().plus(DAY));
    assertEquals("1", input(clock.instant()));
    clock.forward(DAY);
    assertEquals("7", input(clock.instant()));
  }

  @Test
  void thePastDoesNotChange() {
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () -> append(LIST, "7", clock.instant().minus(Duration.ofSeconds(61))));
    assertEquals("valid_from", refused.param());
    Instant now = clock.instant();
    assertEquals(now, append(LIST, "7", now.minusSeconds(59)).get(0).validFrom());
  }

  @Test
  void whatTheConfigurationDeclaresIsChangedThere() {
    settings.put("gateway.model.anything.price.input", "5");
    settings.put("gateway.model.anything.price.output", "5");
    settings.put("gateway.exchange-rate.CNY-USD", "0.14");
    settings.put("gateway.account.team.price-factor", "1.1");
    apply();
    conflict(() -> append(OPERATOR, "7", null));
    conflict(() -> append(OPERATOR, "7", clock.instant().plus(DAY)));
    conflict(() -> rate("CNY", "USD", "0.15"));
    conflict(() -> terms("team", "1.2"));
    append(LIST, "7", null);

    settings.remove("gateway.model.anything.price.input");
    settings.remove("gateway.model.anything.price.output");
    settings.remove("gateway.exchange-rate.CNY-USD");
    settings.remove("gateway.account.team.price-factor");
    apply();
    append(OPERATOR, "8", null);
    rate("CNY", "USD", "0.15");
    terms("team", "1.2");
    assertEquals("8", input(clock.instant()));
    Quote quote = team.prices.quote(SOLD, "team", "USD", clock.instant()).orElseThrow();
    assertEquals(0, quote.terms().factor().compareTo(new BigDecimal("1.2")));
  }

  @Test
  void aConfigurationThatComesLaterHoldsAlsoOverWhatWasSetAhead() {
    append(OPERATOR, "7", clock.instant().plus(DAY));
    settings.put("gateway.model.anything.price.input", "5");
    settings.put("gateway.model.anything.price.output", "5");
    apply();
    apply();
    clock.forward(DAY);
    assertEquals("5", input(clock.instant()));
    assertEquals(
        List.of("2"),
        database.query(
            "select count(*) from price where model = 'anything' and origin = 'CONFIG'"));
  }

  @Test
  void allOfALotIsAddedOrNothing() {
    List<NewWord<PriceKey, PriceCard>> lot = new ArrayList<>();
    lot.add(word(LIST, "7", null));
    lot.add(word(PriceKey.list("vendor", "n"), "0.0000001", null));
    assertThrows(ChatException.Final.class, () -> book.appendPrices("anna", lot));
    lot.set(1, word(PriceKey.operator(TestLedger.MODEL.publicModel()), "7", null));
    conflict(() -> book.appendPrices("anna", lot));
    assertEquals("1", input(clock.instant()));
    assertEquals(List.of("0"), database.query("select count(*) from price where origin='ADMIN'"));
  }

  @Test
  void aWithdrawnPriceHoldsNoMore() {
    book.appendPrices("anna", List.of(new NewWord<>(LIST, null, "contract ended", null)));
    assertTrue(team.prices.find(SOLD, clock.instant()).isEmpty());
    assertEquals(
        List.of("XXX"), database.query("select currency from price where origin = 'ADMIN'"));
  }

  @Test
  void aRateLetsAnAccountPayAPriceOfAnotherCurrency() {
    team.apply(settings, vendor(card("m", "1", "2", "CNY")));
    clock.forward(Duration.ofMinutes(1));
    assertTrue(team.quote(SOLD).isEmpty());
    rate("CNY", "USD", "0.14");
    assertEquals("anna's bank", team.quote(SOLD).orElseThrow().rate().source());
    book.appendRates(
        "anna", List.of(new NewWord<>(new CurrencyPair("CNY", "USD"), null, "closed", null)));
    assertTrue(team.quote(SOLD).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.0000000000001"})
  void refusesARateThatCanNotBe(String rate) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> rate("CNY", "USD", rate));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1001", "1.0000001"})
  void refusesTermsThatCanNotBe(String factor) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> terms("team", factor));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
  }

  @Test
  void refusesTermsOfNobody() {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> terms("nobody", "1"));
    assertEquals(ErrorCode.NOT_FOUND, refused.code());
  }

  @Test
  void listsWhatWasWrittenPageByPageAndWhatHoldsAtATime() {
    Instant before = clock.instant();
    clock.forward(DAY);
    String first = append(LIST, "7", null).get(0).id();
    String second = append(LIST, "8", clock.instant().plus(DAY)).get(0).id();
    assertEquals(List.of("1", "7", "8"), inputs(list(null, null, 10)));
    assertEquals(List.of("1", "7"), inputs(list(null, null, 2)));
    assertEquals(List.of("8"), inputs(list(null, first, 2)));
    assertEquals(List.of(), list(null, second, 2));
    assertEquals(List.of("1"), inputs(list(before, null, 10)));
    assertEquals(List.of("7"), inputs(list(clock.instant(), null, 10)));
    assertEquals(List.of("8"), inputs(list(clock.instant().plus(DAY), null, 10)));
  }

  @Test
  void letsTheOtherNodesKnow() {
    long before = version();
    append(LIST, "7", null);
    assertEquals(before + 1, version());
    PriceList another = new PriceList();
    new PriceBook(new PriceRegister(database.source, clock, audit), another).reload();
    assertEquals(
        "7",
        another
            .find(SOLD, clock.instant())
            .orElseThrow()
            .card()
            .prices()
            .input()
            .stripTrailingZeros()
            .toPlainString());
  }

  @Test
  void withdrawnTermsLeaveThePriceItself() {
    terms("team", "1.5");
    book.appendTerms("anna", new NewWord<>("team", null, "end of contract", null));
    assertNull(team.quote(SOLD).orElseThrow().terms());
  }

  private long version() {
    return Long.parseLong(database.query("select version from ledger_guard").get(0));
  }

  private List<Stated<PriceKey, PriceCard>> list(Instant at, String after, int limit) {
    return book.prices(new PricingQuery<>(LIST::equals, null, at, limit, after));
  }

  private static List<String> inputs(List<Stated<PriceKey, PriceCard>> rows) {
    return rows.stream()
        .map(row -> row.word().prices().input().stripTrailingZeros().toPlainString())
        .toList();
  }

  private List<Stated<PriceKey, PriceCard>> append(PriceKey key, String input, Instant from) {
    return book.appendPrices("anna", List.of(word(key, input, from)));
  }

  private static NewWord<PriceKey, PriceCard> word(PriceKey key, String input, Instant from) {
    PriceCard card =
        new PriceCard(new BigDecimal(input), BigDecimal.ONE, null, null, "USD", "contract 12");
    return new NewWord<>(key, card, "contract 12", from);
  }

  private void rate(String from, String to, String rate) {
    book.appendRates(
        "anna",
        List.of(
            new NewWord<>(new CurrencyPair(from, to), new BigDecimal(rate), "anna's bank", null)));
  }

  private void terms(String account, String factor) {
    book.appendTerms("anna", new NewWord<>(account, new BigDecimal(factor), "contract 12", null));
  }

  private String input(Instant time) {
    return team.prices
        .find(SOLD, time)
        .orElseThrow()
        .card()
        .prices()
        .input()
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void conflict(Runnable change) {
    ChatException.Final refused = assertThrows(ChatException.Final.class, change::run);
    assertEquals(ErrorCode.CONFLICT, refused.code());
  }
}
