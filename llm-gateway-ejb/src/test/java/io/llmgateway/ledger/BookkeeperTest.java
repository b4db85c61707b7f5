package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BookkeeperTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final MovableClock clock = new MovableClock(NOW.toString());
  private final List<TestLedger> started = new ArrayList<>();
  private TestDatabase database;
  private TestLedger team;
  private Bookkeeper books;

  @BeforeEach
  void open() {
    database = TestDatabase.empty(TestDatabase.Provider.HIBERNATE);
    team = node();
    books = keeper(team);
    team.apply(
        Map.of(
            "gateway.account.team.opening-balance", "100",
            "gateway.account.other.opening-balance", "0",
            "gateway.account.euro.currency", "EUR",
            "gateway.model.public.price.input", "1000000",
            "gateway.model.public.price.output", "2000000"));
  }

  @AfterEach
  void everyEntryIsOfTheChartAndInBalance() throws InterruptedException {
    for (TestLedger node : started) {
      node.close();
    }
    database.query("select distinct ledger_account from posting").forEach(ChartOfAccounts::of);
    assertEquals(
        List.of(),
        database.query("select entry_id from posting group by entry_id having sum(amount) <> 0"));
    assertEquals(
        List.of(),
        database.query(
            "select w.account from wallet w where w.balance <> (select coalesce(sum(p.amount), 0)"
                + " from posting p where p.ledger_account = 'wallet:' || w.account)"));
  }

  private TestLedger node() {
    TestLedger node = new TestLedger(database.node(clock), clock).start();
    started.add(node);
    return node;
  }

  private Bookkeeper keeper(TestLedger node) {
    return node.bookkeeper();
  }

  private static EntryRequest request(
      JournalEntry.Kind kind, String receiver, String amount, Instant expires, String reference) {
    return new EntryRequest(
        kind, "team", receiver, usd(amount), expires, reference, "alice", "as agreed");
  }

  private static EntryRequest topUp(String amount, String reference) {
    return request(JournalEntry.Kind.TOP_UP, null, amount, null, reference);
  }

  private static EntryRequest adjustment(String amount, String reference) {
    return request(JournalEntry.Kind.ADJUSTMENT, null, amount, null, reference);
  }

  private static EntryRequest grant(String amount, Duration life, String reference) {
    return request(JournalEntry.Kind.GRANT, null, amount, NOW.plus(life), reference);
  }

  private static EntryRequest transfer(String amount, String reference) {
    return request(JournalEntry.Kind.TRANSFER, "other", amount, null, reference);
  }

  private void refused(ErrorCode code, String param, Runnable booking) {
    ChatException.Final refusal = assertThrows(ChatException.Final.class, booking::run);
    assertEquals(code, refusal.code(), refusal.getMessage());
    assertEquals(param, refusal.param(), refusal.getMessage());
  }

  private String spend(long inputTokens) {
    Hold hold = team.hold(inputTokens, 0);
    Usage used = new Usage(inputTokens, 0, 0, 0, 0);
    team.settle(hold, TestLedger.attempt(1, EndState.COMPLETE, used));
    return database
        .query("select id from journal_entry where reference = 'call:" + hold.callId() + "'")
        .get(0);
  }

  @Test
  void booksATopUpOncePerReferenceAndSaysWhoDidIt() {
    Booked first = books.book(topUp("5", "payment 1"));
    Booked again = books.book(topUp("5", "payment 1"));
    assertTrue(first.first());
    assertFalse(again.first());
    assertEquals(first.entry(), again.entry());
    assertTrue(books.book(topUp("5", "payment 2")).first());
    assertEquals(usd("110"), team.balance());
    assertEquals(usd("-10"), team.posted("clearing:top-up"));
    assertEquals("alice", first.entry().principal());
    assertEquals("as agreed", first.entry().reason());
    assertEquals(
        List.of("alice ledger.top_up team", "alice ledger.top_up team"),
        database.query("select principal || ' ' || action || ' ' || subject from audit_event"));
  }

  @Test
  void refusesWhatCanNotBeRightAndChangesNothing() {
    books.book(topUp("5", "payment 1"));
    refused(ErrorCode.CONFLICT, "reference", () -> books.book(topUp("6", "payment 1")));
    refused(ErrorCode.CONFLICT, "reference", () -> books.book(adjustment("5", "payment 1")));
    refused(ErrorCode.INVALID_REQUEST, "amount", () -> books.book(topUp("0", "p2")));
    refused(ErrorCode.INVALID_REQUEST, "amount", () -> books.book(topUp("-1", "p2")));
    refused(ErrorCode.INVALID_REQUEST, "amount", () -> books.book(adjustment("0", "p2")));
    refused(ErrorCode.INVALID_REQUEST, "reference", () -> books.book(topUp("1", "call:x")));
    refused(ErrorCode.INVALID_REQUEST, "reference", () -> books.book(topUp("1", " ")));
    EntryRequest euro =
        new EntryRequest(
            JournalEntry.Kind.TOP_UP, "euro", null, usd("1"), null, "p2", "alice", "x");
    refused(ErrorCode.INVALID_REQUEST, "currency", () -> books.book(euro));
    EntryRequest nobody =
        new EntryRequest(
            JournalEntry.Kind.TOP_UP, "nobody", null, usd("1"), null, "p2", "alice", "x");
    refused(ErrorCode.NOT_FOUND, "account", () -> books.book(nobody));
    assertEquals(usd("105"), team.balance());
    assertEquals(List.of("1"), database.query("select count(*) from audit_event"));
  }

  @Test
  void twentyOfTheSameAtOnceOnTwoNodesAreOne() throws Exception {
    TestLedger second = node();
    Bookkeeper others = keeper(second);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<Booked>> all =
        IntStream.range(0, 20)
            .mapToObj(
                i -> threads.submit(() -> (i % 2 == 0 ? books : others).book(topUp("5", "once"))))
            .toList();
    int firsts = 0;
    for (Future<Booked> one : all) {
      firsts += one.get().first() ? 1 : 0;
    }
    threads.shutdown();
    assertEquals(1, firsts);
    assertEquals(usd("105"), team.balance());
    assertEquals(List.of("1"), database.query("select count(*) from audit_event"));
  }

  @Test
  void theSameReferenceForTwoAccountsAtOnceIsBookedForOne() throws Exception {
    EntryRequest forOther =
        new EntryRequest(
            JournalEntry.Kind.TOP_UP, "other", null, usd("5"), null, "once", "alice", "as agreed");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Booked>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i -> threads.submit(() -> books.book(i % 2 == 0 ? topUp("5", "once") : forOther)))
            .collect(Collectors.toList());
    int refused = 0;
    for (Future<Booked> one : all) {
      try {
        one.get();
      } catch (java.util.concurrent.ExecutionException e) {
        assertEquals(ErrorCode.CONFLICT, ((ChatException) e.getCause()).code());
        refused++;
      }
    }
    threads.shutdown();
    assertEquals(4, refused);
    assertEquals(
        List.of("1"),
        database.query("select count(*) from journal_entry where reference = 'once'"));
  }

  @Test
  void anAdjustmentTakesNoMoreThanThereIs() {
    books.book(adjustment("-40.000000000001", "a1"));
    refused(ErrorCode.INSUFFICIENT_FUNDS, "amount", () -> books.book(adjustment("-60", "a2")));
    books.book(adjustment("-59.999999999999", "a3"));
    assertEquals(usd("0"), team.balance());
    assertEquals(usd("100"), team.posted("expense:adjustments"));
  }

  @Test
  void roundsAwayOnlyWhatIsLessThanACent() {
    books.book(adjustment("-0.001", "a1"));
    books.book(request(JournalEntry.Kind.ROUNDING, null, "0.001", null, "r1"));
    assertEquals(usd("-0.001"), team.posted("rounding"));
    refused(
        ErrorCode.INVALID_REQUEST,
        "amount",
        () -> books.book(request(JournalEntry.Kind.ROUNDING, null, "-0.01", null, "r2")));
  }

  @Test
  void recallsWhatThisNodeHasLeasedAndWhatCallsDoNotHold() {
    Hold hold = team.hold(10, 0);
    assertEquals(
        List.of("100.000000000000"),
        database.query("select leased from wallet where account = 'team'"));
    long start = System.nanoTime();
    refused(ErrorCode.INSUFFICIENT_FUNDS, "amount", () -> books.book(adjustment("-95", "a1")));
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 6_000);
    books.book(adjustment("-90", "a2"));
    assertEquals(usd("10"), team.balance());
    team.settle(hold, TestLedger.attempt(1, EndState.COMPLETE, new Usage(10, 0, 0, 0, 0)));
    assertEquals(usd("0"), team.balance());
  }

  @Test
  void recallsWhatAnotherNodeHasLeased() {
    TestLedger second = node();
    second.wallets.view("team");
    team.hold(1, 0);
    keeper(second).book(adjustment("-98", "a1"));
    assertEquals(usd("2"), second.balance());
  }

  @Test
  void takesAnEntryBackOnce() {
    Booked paid = books.book(topUp("5", "payment 1"));
    Booked back = books.reverse(paid.entry().id(), null, "bob", "paid by mistake");
    assertEquals(usd("100"), team.balance());
    assertEquals(usd("0"), team.posted("clearing:top-up"));
    assertEquals(paid.entry().id(), back.entry().reverses());
    assertFalse(books.reverse(paid.entry().id(), null, "bob", "paid by mistake").first());
    refused(
        ErrorCode.CONFLICT, null, () -> books.reverse(paid.entry().id(), "r2", "bob", "once more"));
    refused(
        ErrorCode.CONFLICT, null, () -> books.reverse(back.entry().id(), null, "bob", "and back"));
    refused(ErrorCode.NOT_FOUND, null, () -> books.reverse("no-entry", null, "bob", "x"));
    assertEquals(usd("100"), team.balance());
  }

  @Test
  void aReversalThatTheWalletCanNotPayIsRefused() {
    Booked paid = books.book(topUp("5", "payment 1"));
    books.book(adjustment("-103", "a1"));
    refused(
        ErrorCode.INSUFFICIENT_FUNDS,
        "amount",
        () -> books.reverse(paid.entry().id(), null, "bob", "paid by mistake"));
  }

  @Test
  void refundsACallAndKeepsWhatTheProviderIsOwed() {
    team.apply(
        Map.of(
            "gateway.account.team.opening-balance", "100",
            "gateway.model.public.price.input", "1000000",
            "gateway.model.public.price.output", "2000000"),
        WalletsTest.vendor(WalletsTest.card("upstream", "500000", "500000", "USD")));
    String call = spend(10);
    assertEquals(usd("90"), team.balance());
    assertEquals(usd("5"), team.posted("provider-payable:vendor"));

    books.reverse(call, null, "bob", "the answer was wrong");

    assertEquals(usd("100"), team.balance());
    assertEquals(usd("0"), team.posted("revenue"));
    assertEquals(usd("0"), team.posted("expense:provider-cost:vendor"));
    assertEquals(usd("5"), team.posted("provider-payable:vendor"));
    assertEquals(usd("-5"), team.posted("loss:failed-calls"));
  }

  @Test
  void transfersWithinAnOrganisationOnly() {
    refused(ErrorCode.INVALID_REQUEST, "to", () -> books.book(transfer("5", "t1")));
    organisation("team", "acme");
    refused(ErrorCode.INVALID_REQUEST, "to", () -> books.book(transfer("5", "t1")));
    organisation("other", "acme");
    assertTrue(books.book(transfer("5", "t1")).first());
    assertFalse(books.book(transfer("5", "t1")).first());
    assertEquals(usd("95"), team.balance());
    assertEquals(usd("5"), team.wallets.view("other").balance());
    refused(ErrorCode.INSUFFICIENT_FUNDS, "amount", () -> books.book(transfer("96", "t2")));
    organisation("euro", "acme");
    EntryRequest mixed =
        new EntryRequest(
            JournalEntry.Kind.TRANSFER, "team", "euro", usd("1"), null, "t3", "alice", "x");
    refused(ErrorCode.INVALID_REQUEST, "currency", () -> books.book(mixed));
  }

  private void organisation(String account, String organisation) {
    database.execute(
        "insert into account (name, organisation, state, created_at) values ('%s', '%s', 'ENABLED', '2026-01-01 00:00:00')"
            .formatted(account, organisation));
  }

  @Test
  void callsUseGrantsFirstAndTheEarliestEndBeforeTheOthers() {
    books.book(grant("10", Duration.ofDays(2), "late"));
    books.book(grant("5", Duration.ofDays(1), "early"));
    refused(
        ErrorCode.CONFLICT, "reference", () -> books.book(grant("5", Duration.ofDays(3), "early")));
    refused(
        ErrorCode.INVALID_REQUEST,
        "expires_at",
        () -> books.book(grant("5", Duration.ofDays(-1), "past")));
    spend(7);
    assertEquals(List.of("8 OPEN", "0 SPENT"), grants());
    books.book(topUp("50", "p1"));
    assertEquals(List.of("8 OPEN", "0 SPENT"), grants());
    spend(1);
    books.book(topUp("50", "p1"));
    books.book(topUp("50", "p1"));
    assertEquals(List.of("7 OPEN", "0 SPENT"), grants());

    clock.forward(Duration.ofDays(3));
    books.expireGrants();
    books.expireGrants();
    assertEquals(List.of("7 EXPIRED", "0 SPENT").get(1), grants().get(1));
    assertEquals(usd("150"), team.balance());
    assertEquals(usd("-8"), team.posted("equity:credit-grants"));
    assertEquals(
        List.of("1"),
        database.query("select count(*) from journal_entry where kind = 'GRANT_EXPIRY'"));
  }

  @Test
  void anExpiryTakesNoMoreThanThereIsAndLeavesTheCreditLineAlone() {
    books.book(grant("10", Duration.ofDays(1), "g"));
    books.book(adjustment("-106", "a1"));
    clock.forward(Duration.ofDays(2));
    books.expireGrants();
    assertEquals(usd("0"), team.balance());
    assertEquals(List.of("EXPIRED"), database.query("select state from credit_grant"));
  }

  @Test
  void whatCallsHoldAtTheEndOfAGrantIsTakenLater() {
    books.book(adjustment("-100", "a1"));
    books.book(grant("10", Duration.ofDays(1), "g"));
    Hold hold = team.hold(4, 0);
    clock.forward(Duration.ofDays(2));
    books.expireGrants();
    assertEquals(usd("4"), team.balance());
    team.settle(hold, TestLedger.attempt(1, EndState.COMPLETE, new Usage(1, 0, 0, 0, 0)));
    books.expireGrants();
    assertEquals(usd("0"), team.balance());
    assertEquals(usd("-1"), team.posted("equity:credit-grants"));
    assertEquals(List.of("2"), database.query("select expiries from credit_grant"));
  }

  @Test
  void twoNodesEndAGrantOnce() throws Exception {
    books.book(grant("10", Duration.ofDays(1), "g"));
    clock.forward(Duration.ofDays(2));
    TestLedger second = node();
    Bookkeeper others = keeper(second);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Bookkeeper keeper = i % 2 == 0 ? books : others;
      all.add(threads.submit(keeper::expireGrants));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    assertEquals(usd("100"), team.balance());
  }

  @Test
  void takesAGrantBackOnlyUnused() {
    String unused = books.book(grant("10", Duration.ofDays(1), "g1")).entry().id();
    books.reverse(unused, null, "bob", "a mistake");
    assertEquals(List.of("REVERSED"), database.query("select state from credit_grant"));
    String used = books.book(grant("10", Duration.ofDays(1), "g2")).entry().id();
    spend(1);
    refused(ErrorCode.CONFLICT, null, () -> books.reverse(used, null, "bob", "a mistake"));
    assertEquals(usd("109"), team.balance());
  }

  private List<String> grants() {
    return books.grants(new CreditGrantQuery("team", null, 10, null)).stream()
        .map(
            g ->
                g.remaining().value().setScale(0, java.math.RoundingMode.UNNECESSARY)
                    + " "
                    + g.state())
        .toList();
  }
}
