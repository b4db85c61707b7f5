package io.llmgateway.ledger;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.config.ConfigView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ledger's beans put together by hand, with the settler on a thread of its own. */
final class TestLedger implements AutoCloseable {
  static final PricedModel MODEL = new PricedModel("public", "vendor", "upstream");

  /** A model for 1 USD per input token and 2 USD per output token, to count easily. */
  static final Map<String, String> ONE_ACCOUNT =
      Map.of(
          "gateway.account.team.opening-balance", "100",
          "gateway.model.public.price.input", "1000000",
          "gateway.model.public.price.output", "2000000");

  final PriceList prices = new PriceList();
  final SettlementQueue queue = new SettlementQueue();
  final SettlementMeter meter = new SettlementMeter();
  final ThisNode self;
  final CallJournal journal = new CallJournal();
  final RecoveryMeter recovered = new RecoveryMeter();
  final SettingsVersion settings = new SettingsVersion();
  final HoldTraces traces;
  final NodeLife life;
  final Wallets wallets;
  final Settlements settlements = new Settlements(queue, journal);
  final UsageRecords records;
  final Ledger ledger;
  private final Clock clock;
  private final Settler settler;
  private final Thread thread;

  /** A node of its own, without a call journal. */
  TestLedger(TestDatabase.Node node, Clock clock) {
    this(node, clock, null);
  }

  /**
   * @param data where dead nodes have left their call journals, or null for none
   */
  TestLedger(TestDatabase.Node node, Clock clock, Path data) {
    this.clock = clock;
    Books books = node.books();
    Nodes nodes = node.nodes();
    self = node.self();
    traces = new HoldTraces(books, clock);
    wallets = new Wallets(books, prices, queue, traces, new Leases(nodes, self), clock);
    life = new NodeLife(nodes, self, wallets, traces, queue, recovered, settings, clock);
    if (data == null) {
      life.begin("test");
    } else {
      new Recoveries(life, self, books, journal, recovered).start("test", data);
    }
    records = new UsageRecords(books);
    ledger = new Ledger(books, wallets, prices, queue);
    settler = new Settler(books, queue, traces, life, journal, meter);
    thread = new Thread(settler);
    thread.setDaemon(true);
  }

  TestLedger start() {
    thread.start();
    return this;
  }

  TestLedger apply(Map<String, String> configuration, ProviderCard... cards) {
    ledger.apply(LedgerSettings.from(new ConfigView(configuration)), List.of(cards));
    return this;
  }

  Bookkeeper bookkeeper() {
    return new Bookkeeper(TestDatabase.manualOf(self), wallets, clock);
  }

  void topUp(String account, Amount amount, String reference) {
    bookkeeper()
        .book(
            new EntryRequest(
                JournalEntry.Kind.TOP_UP, account, null, amount, null, reference, "test", "test"));
  }

  /** The price in force now. */
  Optional<Price> price(PricedModel model) {
    return prices.find(model, clock.instant());
  }

  /** What the account "team" is asked for now, in USD. */
  Optional<Quote> quote(PricedModel model) {
    return prices.quote(model, "team", "USD", clock.instant());
  }

  Hold hold(long inputTokens, long outputTokens) {
    Hold hold =
        wallets.hold(
            new HoldRequest(
                Uuid7.next(System.currentTimeMillis()),
                "team",
                List.of(MODEL),
                inputTokens,
                outputTokens,
                0));
    settlements.begin(hold, inFlight(hold));
    return hold;
  }

  static InterruptedCall inFlight(Hold hold) {
    return new InterruptedCall(
        hold.callId(),
        "request of " + hold.callId(),
        "key",
        "team",
        "public",
        "chat",
        true,
        1,
        MODEL.publicModel(),
        MODEL.provider(),
        MODEL.upstreamModel(),
        "channel",
        Clock.systemUTC().instant(),
        hold.amount());
  }

  Receipt settle(Hold hold, AttemptRecord... attempts) {
    return settlements.settle(hold, settlement(hold.callId(), attempts));
  }

  static Settlement settlement(String callId, AttemptRecord... attempts) {
    return new Settlement(
        callId, callId, "key", "team", "public", "chat", true, Arrays.asList(attempts));
  }

  static AttemptRecord attempt(int number, EndState end, Usage usage) {
    return new AttemptRecord(
        number,
        MODEL.publicModel(),
        MODEL.provider(),
        MODEL.upstreamModel(),
        "channel",
        end == EndState.COMPLETE ? Outcome.OK : Outcome.CUT,
        end,
        usage,
        UsageSource.REPORTED,
        Clock.systemUTC().instant(),
        Duration.ofMillis(20),
        Duration.ofMillis(300),
        0);
  }

  Amount balance() {
    return wallets.view("team").balance();
  }

  /** The sum of the postings on a ledger account, in USD. */
  Amount posted(String ledgerAccount) {
    return ledger
        .trialBalance()
        .getOrDefault(ledgerAccount, Map.of())
        .getOrDefault("USD", usd("0"));
  }

  List<UsageView> records() {
    return records.list(new UsageQuery("key", null, null, UsageQuery.MAX_LIMIT, null));
  }

  static Amount usd(String value) {
    return Amount.of(value, "USD");
  }

  /** Ends as a killed process does: nothing is said to anybody, the files are closed. */
  void kill() {
    thread.interrupt();
    journal.close();
  }

  @Override
  public void close() throws InterruptedException {
    settler.stop();
    thread.join();
  }
}
