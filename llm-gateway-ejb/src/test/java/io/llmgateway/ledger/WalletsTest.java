package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalletsTest {
  private static final PricedModel IN_USD = new PricedModel("a", "vendor", "usd");
  private static final PricedModel IN_CNY = new PricedModel("b", "vendor", "cny");
  private static final PricedModel UNPRICED = new PricedModel("c", "vendor", "free?");
  private static final Map<String, String> ACCOUNT =
      Map.of("gateway.account.team.opening-balance", "100");
  private static final ProviderCard VENDOR =
      vendor(card("usd", "3", "6", "USD"), card("cny", "10", "20", "CNY"), unpriced("free?"));

  private TestDatabase database;
  private TestLedger team;

  @BeforeEach
  void open() {
    database = TestDatabase.empty(TestDatabase.Provider.ECLIPSELINK);
    team = new TestLedger(database.node(Clock.systemUTC()), Clock.systemUTC()).start();
  }

  @AfterEach
  void close() throws InterruptedException {
    team.close();
  }

  @Test
  void grantsExactlyTenOfAThousandConcurrentHoldsToABalanceThatCoversTen() throws Exception {
    team.apply(TestLedger.ONE_ACCOUNT);
    ExecutorService threads = Executors.newFixedThreadPool(32);
    List<Future<Boolean>> granted = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      granted.add(threads.submit(this::holdsTen));
    }
    int count = 0;
    for (Future<Boolean> one : granted) {
      count += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertEquals(10, count);
    assertEquals(usd("0"), team.wallets.view("team").available());
  }

  private boolean holdsTen() {
    try {
      team.hold(10, 0);
      return true;
    } catch (ChatException.Final e) {
      assertEquals(ErrorCode.INSUFFICIENT_FUNDS, e.code());
      return false;
    }
  }

  @Test
  void saysWhatIsNeededAndWhatIsThere() {
    team.apply(TestLedger.ONE_ACCOUNT);
    ChatException refused = assertThrows(ChatException.class, () -> team.hold(50, 26));
    assertEquals(ErrorCode.INSUFFICIENT_FUNDS, refused.code());
    assertTrue(refused.getMessage().contains("102 USD"), refused.getMessage());
    assertTrue(refused.getMessage().contains("100 USD"), refused.getMessage());
  }

  @Test
  void releasingGivesTheMoneyBackOnce() {
    team.apply(TestLedger.ONE_ACCOUNT);
    Hold hold = team.hold(60, 0);
    assertEquals(Map.of("USD", usd("60")), team.wallets.held());
    hold.release();
    hold.release();
    assertEquals(new WalletView(usd("100"), usd("0"), usd("100")), team.wallets.view("team"));
  }

  @Test
  void holdsForTheDearestCandidateInTheAccountsCurrency() {
    team.apply(with("gateway.exchange-rate.CNY-USD", "0.14"), VENDOR);
    assertEquals(usd("9"), hold(IN_USD, 1_000_000, 1_000_000).amount());
    assertEquals(usd("4.2"), hold(IN_CNY, 1_000_000, 1_000_000).amount());
    Hold both = team.wallets.hold(request(List.of(IN_CNY, IN_USD, UNPRICED), 1_000_000, 1_000_000));
    assertEquals(usd("9"), both.amount());
    assertEquals(Set.of(UNPRICED), both.unpriced());
  }

  @Test
  void theOperatorsPriceIsChargedAndTheProvidersIsTheCost() throws Exception {
    Map<String, String> settings = new HashMap<>(with("gateway.exchange-rate.EUR-USD", "1.2"));
    settings.put("gateway.model.b.price.input", "5");
    settings.put("gateway.model.b.price.output", "5");
    settings.put("gateway.model.b.price.currency", "EUR");
    team.apply(settings, VENDOR);
    Hold hold = hold(IN_CNY, 2_000_000, 0);
    assertEquals(usd("12"), hold.amount());

    AttemptRecord attempt = TestLedger.attempt(1, EndState.COMPLETE, Usage.of(1_000_000, 0));
    Receipt receipt =
        team.settle(
            hold,
            new AttemptRecord(
                1,
                "b",
                "vendor",
                "cny",
                "channel",
                attempt.outcome(),
                attempt.endState(),
                attempt.usage(),
                attempt.usageSource(),
                attempt.startedAt(),
                null,
                attempt.duration(),
                0));

    assertEquals(usd("6"), receipt.charge());
    UsageView record = team.records().get(0);
    assertEquals(usd("6"), record.charge());
    assertEquals(Amount.of("10", "CNY"), record.cost());
    assertEquals(team.price(IN_CNY).orElseThrow().id(), record.priceId());
    Quote quote = team.quote(IN_CNY).orElseThrow();
    assertEquals(quote.costPrice().id(), record.costPriceId());
    assertEquals(quote.rate().id(), record.exchangeRateId());
    assertEquals(
        Amount.of("-10", "CNY"),
        team.ledger.trialBalance().get("expense:provider-cost:vendor").get("CNY"));
  }

  @Test
  void refusesACallWhoseCandidatesAllHaveNoPriceAndSaysWhatToConfigure() {
    team.apply(ACCOUNT, VENDOR);
    ChatException none = assertThrows(ChatException.class, () -> hold(UNPRICED, 1, 1));
    assertEquals(ErrorCode.MODEL_NOT_PRICED, none.code());
    assertTrue(none.getMessage().contains("gateway.model.c.price.input"), none.getMessage());
    ChatException noRate = assertThrows(ChatException.class, () -> hold(IN_CNY, 1, 1));
    assertEquals(ErrorCode.MODEL_NOT_PRICED, noRate.code());
    assertTrue(noRate.getMessage().contains("gateway.exchange-rate.CNY-USD"));
    assertEquals(usd("0"), team.wallets.view("team").held());
  }

  @Test
  void aModelWithoutAnOutputPriceEmbedsButDoesNotChat() {
    team.apply(with("gateway.model.c.price.input", "2"), VENDOR);
    assertEquals(usd("4"), hold(UNPRICED, 2_000_000, 0).amount());
    ChatException chat = assertThrows(ChatException.class, () -> hold(UNPRICED, 1, 1));
    assertEquals(ErrorCode.MODEL_NOT_PRICED, chat.code());
    assertTrue(chat.getMessage().contains("gateway.model.c.price.output"), chat.getMessage());
  }

  @Test
  void aFreeModelNeedsNoMoney() {
    team.apply(
        Map.of(
            "gateway.account.team.currency", "USD",
            "gateway.model.public.price.input", "0",
            "gateway.model.public.price.output", "0"));
    assertEquals(usd("0"), team.hold(1_000, 1_000).amount());
  }

  @Test
  void anUnknownAccountIsRefused() {
    team.apply(TestLedger.ONE_ACCOUNT);
    ChatException refused =
        assertThrows(ChatException.class, () -> team.wallets.view("somebody else"));
    assertEquals(ErrorCode.ACCOUNT_DISABLED, refused.code());
  }

  @Test
  void readsAnAccountThatAnotherNodeHasMadeOnItsFirstUse() {
    TestLedger otherNode = new TestLedger(database.node(Clock.systemUTC()), Clock.systemUTC());
    otherNode.apply(TestLedger.ONE_ACCOUNT);
    assertEquals(usd("100"), team.wallets.view("team").available());
  }

  @Test
  void seesMoneyThatHasComeInThroughAnotherNode() {
    team.apply(TestLedger.ONE_ACCOUNT);
    TestLedger otherNode = new TestLedger(database.node(Clock.systemUTC()), Clock.systemUTC());
    otherNode.topUp("team", usd("50"), "payment");
    assertEquals(usd("150"), team.hold(150, 0).amount());
    assertThrows(ChatException.class, () -> team.hold(1, 0));
  }

  private Hold hold(PricedModel model, long inputTokens, long outputTokens) {
    return team.wallets.hold(request(List.of(model), inputTokens, outputTokens));
  }

  private static HoldRequest request(List<PricedModel> models, long input, long output) {
    return new HoldRequest(
        Uuid7.next(System.currentTimeMillis()), "team", models, input, output, 0);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new HashMap<>(ACCOUNT);
    settings.put(name, value);
    return settings;
  }

  static ProviderCard vendor(ModelCard... models) {
    return new ProviderCard(
        "vendor", "Vendor", "openai", null, null, true, Map.of(), List.of(models));
  }

  static ModelCard card(String id, String input, String output, String currency) {
    PriceCard price =
        new PriceCard(
            new BigDecimal(input), new BigDecimal(output), null, null, currency, "a page");
    return new ModelCard(id, List.of(), "chat", 0, 0, Set.of(), price);
  }

  private static ModelCard unpriced(String id) {
    return new ModelCard(id, List.of(), "chat", 0, 0, Set.of(), null);
  }
}
