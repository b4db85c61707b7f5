package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static io.llmgateway.ledger.WalletsTest.card;
import static io.llmgateway.ledger.WalletsTest.vendor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.config.ConfigException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
  private static final PricedModel SOLD = new PricedModel("anything", "vendor", "m");
  private static final PricedModel OWN = new PricedModel("own", "vendor", "m");

  private final MovableClock clock = new MovableClock("2026-11-21T12:00:00Z");
  private TestDatabase database;
  private TestLedger team;

  private void open(TestDatabase.Provider provider) {
    database = TestDatabase.empty(provider);
    team = node();
  }

  private TestLedger node() {
    return new TestLedger(database.node(clock), clock);
  }

  @ParameterizedTest
  @EnumSource
  void booksTheOpeningBalanceOnceHoweverItChangesLater(TestDatabase.Provider provider) {
    open(provider);
    team.apply(Map.of("gateway.account.team.opening-balance", "10"));
    team.apply(Map.of("gateway.account.team.opening-balance", "10"));
    node().apply(Map.of("gateway.account.team.opening-balance", "500"));
    assertEquals(usd("10"), team.balance());
    assertEquals(usd("10"), team.posted("wallet:team"));
    assertEquals(usd("-10"), team.posted("equity:opening"));
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheCurrencyOfAnAccountAndChangesNothingWhenItIsToChange(
      TestDatabase.Provider provider) {
    open(provider);
    team.apply(Map.of("gateway.account.team.opening-balance", "10"));
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                team.apply(
                    Map.of(
                        "gateway.account.a-new-one.opening-balance", "1",
                        "gateway.account.team.currency", "EUR")));
    assertTrue(refused.getMessage().startsWith("gateway.account.team.currency"));
    assertEquals(List.of("team"), database.query("select account from wallet"));
  }

  @ParameterizedTest
  @EnumSource
  void appendsAPriceOnlyWhenItDiffersAndNeverChangesThePast(TestDatabase.Provider provider) {
    open(provider);
    team.apply(Map.of(), vendor(card("m", "1", "2", "USD")));
    Price first = team.price(SOLD).orElseThrow();
    clock.forward(Duration.ofDays(1));
    team.apply(Map.of(), vendor(card("m", "1.0", "2.00", "USD")));
    assertEquals(first.id(), team.price(SOLD).orElseThrow().id());

    team.apply(Map.of(), vendor(card("m", "1", "3", "USD")));

    Price second = team.price(SOLD).orElseThrow();
    assertEquals(0, second.card().prices().output().compareTo(BigDecimal.valueOf(3)));
    assertEquals(clock.instant(), second.validFrom());
    assertEquals(
        List.of(first.id(), second.id()), database.query("select id from price order by id"));
    assertEquals(
        List.of("2.000000000000", "3.000000000000"),
        database.query("select output_price from price order by id"));
  }

  @ParameterizedTest
  @EnumSource
  void aPriceThatIsTakenBackHoldsNoMore(TestDatabase.Provider provider) {
    open(provider);
    Map<String, String> own =
        Map.of("gateway.model.own.price.input", "7", "gateway.model.own.price.output", "7");
    team.apply(own, vendor(card("m", "1", "2", "USD")));
    assertEquals(Price.Kind.OPERATOR, team.price(OWN).orElseThrow().kind());

    clock.forward(Duration.ofSeconds(1));
    team.apply(Map.of(), vendor(card("m", "1", "2", "USD")));
    assertEquals(Price.Kind.LIST, team.price(OWN).orElseThrow().kind());
    clock.forward(Duration.ofSeconds(1));
    team.apply(Map.of());
    assertEquals(Optional.empty(), team.price(OWN));
    team.apply(Map.of());
    assertEquals(List.of("4"), database.query("select count(*) from price"));

    clock.forward(Duration.ofSeconds(1));
    team.apply(own);
    assertEquals(Price.Kind.OPERATOR, team.price(OWN).orElseThrow().kind());
  }

  @ParameterizedTest
  @EnumSource
  void namesAPriceThatCouldNotBeExactAndKeepsThoseInForce(TestDatabase.Provider provider) {
    open(provider);
    team.apply(Map.of(), vendor(card("m", "1", "2", "USD")));
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> team.apply(Map.of(), vendor(card("m", "0.0000001", "2", "USD"))));
    assertTrue(refused.getMessage().contains("vendor"), refused.getMessage());
    assertEquals(List.of("1"), database.query("select count(*) from price"));
    assertTrue(team.price(SOLD).isPresent());
  }

  @ParameterizedTest
  @EnumSource
  void appendsAnExchangeRateOnlyWhenItDiffers(TestDatabase.Provider provider) {
    open(provider);
    for (String rate : List.of("0.14", "0.140", "0.15")) {
      clock.forward(Duration.ofSeconds(1));
      team.apply(Map.of("gateway.exchange-rate.CNY-USD", rate), vendor(card("m", "1", "2", "CNY")));
    }
    clock.forward(Duration.ofSeconds(1));
    assertTrue(team.quote(SOLD).isPresent());
    team.apply(Map.of(), vendor(card("m", "1", "2", "CNY")));
    assertFalse(team.quote(SOLD).isPresent());
    assertEquals(List.of("3"), database.query("select count(*) from exchange_rate"));
  }

  @ParameterizedTest
  @EnumSource
  void nodesThatStartTogetherBookEverythingOnce(TestDatabase.Provider provider) throws Exception {
    open(provider);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(
          threads.submit(
              () -> node().apply(TestLedger.ONE_ACCOUNT, vendor(card("m", "1", "2", "USD")))));
    }
    for (Future<?> node : nodes) {
      node.get();
    }
    threads.shutdown();
    assertEquals(List.of("2"), database.query("select count(*) from price"));
    assertEquals(usd("100"), team.posted("wallet:team"));
  }
}
