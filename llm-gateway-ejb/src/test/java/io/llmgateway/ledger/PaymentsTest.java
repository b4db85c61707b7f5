package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentsTest {
  private final MovableClock clock = new MovableClock("2026-11-21T12:00:00Z");
  private TestDatabase database;
  private TestLedger team;
  private Bookkeeper books;
  private Payments payments;
  private PaymentOrder order;

  @BeforeEach
  void open() {
    database = TestDatabase.empty(TestDatabase.Provider.HIBERNATE);
    team = new TestLedger(database.node(clock), clock).start();
    books = team.bookkeeper();
    payments = new Payments(database.payments(team.self, clock), books);
    team.apply(
        Map.of(
            "gateway.account.team.opening-balance", "10",
            "gateway.model.public.price.input", "1000000",
            "gateway.model.public.price.output", "2000000"));
    order = payments.order("alice", "team", usd("25.50"), "invoice 7").order();
  }

  @AfterEach
  void close() throws InterruptedException {
    team.close();
    assertEquals(
        List.of(),
        database.query("select entry_id from posting group by entry_id having sum(amount) <> 0"));
  }

  private PaymentNotice paid(String event, String payment, String amount) {
    return new PaymentNotice(
        "stripe", event, PaymentNotice.Kind.PAID, order.id(), payment, usd(amount), false);
  }

  private PaymentNotice refunded(String event, String amount, boolean total) {
    return new PaymentNotice(
        "stripe", event, PaymentNotice.Kind.REFUNDED, null, "pi_1", usd(amount), total);
  }

  private void refused(ErrorCode code, Runnable action) {
    ChatException refusal = assertThrows(ChatException.class, action::run);
    assertEquals(code, refusal.code(), refusal.getMessage());
  }

  @Test
  void anOrderIsMadeOncePerReference() {
    PaymentBooks.Ordered again = payments.order("bob", "team", usd("25.5"), "invoice 7");
    assertFalse(again.first());
    assertEquals(order, again.order());
    refused(ErrorCode.CONFLICT, () -> payments.order("bob", "team", usd("26"), "invoice 7"));
    refused(ErrorCode.INVALID_REQUEST, () -> payments.order("bob", "team", usd("0.001"), "i8"));
    refused(
        ErrorCode.INVALID_REQUEST,
        () -> payments.order("bob", "team", Amount.of("1", "EUR"), "i8"));
    refused(ErrorCode.NOT_FOUND, () -> payments.order("bob", "nobody", usd("1"), "i8"));
    assertEquals(List.of(order), payments.orders(new PaymentOrderQuery("team", false, 9, null)));
  }

  @Test
  void aPaymentIsCreditedOnceHoweverOftenAndHoweverItIsTold() {
    assertTrue(payments.take(paid("evt_1", "pi_1", "25.50")));
    assertFalse(payments.take(paid("evt_1", "pi_1", "25.50")));
    assertFalse(payments.take(paid("evt_2", "pi_1", "25.50")));
    assertFalse(payments.take(paid("evt_3", "pi_2", "25.50")));
    assertEquals(usd("35.50"), team.balance());
    PaymentOrder now = payments.order(order.id());
    assertTrue(now.paid());
    assertEquals("pi_1", now.payment());
    assertEquals(
        List.of("evt_1 BOOKED", "evt_2 KNOWN", "evt_3 PAID_TWICE"),
        database.query("select event || ' ' || outcome from payment_event order by event"));
    assertEquals(
        List.of("ledger.top_up stripe", "order.create alice"),
        database.query("select action || ' ' || principal from audit_event order by action"));
    assertEquals(
        List.of("stripe"),
        database.query("select principal from journal_entry where kind = 'TOP_UP'"));
  }

  @Test
  void twentyNotificationsAtOnceCreditOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<Boolean>> all =
        IntStream.range(0, 20)
            .mapToObj(
                i -> threads.submit(() -> payments.take(paid("evt_" + i / 2, "pi_1", "25.50"))))
            .toList();
    int booked = 0;
    for (Future<Boolean> one : all) {
      booked += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertEquals(1, booked);
    assertEquals(usd("35.50"), team.balance());
    assertEquals(List.of("10"), database.query("select count(*) from payment_event"));
  }

  @Test
  void anotherAmountCurrencyOrOrderIsRefusedWithoutATrace() {
    refused(ErrorCode.CONFLICT, () -> payments.take(paid("evt_1", "pi_1", "25.49")));
    PaymentNotice euro =
        new PaymentNotice(
            "stripe",
            "evt_1",
            PaymentNotice.Kind.PAID,
            order.id(),
            "pi_1",
            Amount.of("25.50", "EUR"),
            false);
    refused(ErrorCode.CONFLICT, () -> payments.take(euro));
    PaymentNotice unknown =
        new PaymentNotice(
            "stripe", "evt_1", PaymentNotice.Kind.PAID, "no-order", "pi_1", usd("25.50"), false);
    refused(ErrorCode.NOT_FOUND, () -> payments.take(unknown));
    assertEquals(usd("10"), team.balance());
    assertEquals(List.of("0"), database.query("select count(*) from payment_event"));
  }

  @Test
  void whatIsPaidBackLeavesTheWalletOnce() {
    assertFalse(payments.take(refunded("evt_0", "5", true)), "of a payment that is not ours");
    payments.take(paid("evt_1", "pi_1", "25.50"));
    assertTrue(payments.take(refunded("evt_2", "5", true)));
    assertFalse(payments.take(refunded("evt_2", "5", true)));
    assertFalse(payments.take(refunded("evt_3", "5", true)), "nothing more than before");
    assertTrue(payments.take(refunded("evt_4", "6", true)));
    assertTrue(payments.take(refunded("evt_5", "2", false)));
    assertEquals(usd("27.50"), team.balance());
    assertEquals(usd("8"), payments.order(order.id()).refunded());
    assertEquals(usd("-17.50"), team.posted("clearing:top-up"));
    refused(ErrorCode.CONFLICT, () -> payments.take(refunded("evt_6", "25.51", true)));
    String topUp = payments.order(order.id()).entryId();
    refused(ErrorCode.CONFLICT, () -> books.reverse(topUp, null, "bob", "all of it"));
  }

  @Test
  void aWholeRefundTakesTheTopUpBack() {
    payments.take(paid("evt_1", "pi_1", "25.50"));
    payments.take(refunded("evt_2", "25.50", true));
    assertEquals(
        List.of(payments.order(order.id()).entryId()),
        database.query("select reverses from journal_entry where kind = 'REFUND'"));
    assertEquals(usd("10"), team.balance());
  }

  @Test
  void aRefundOfAPaymentThatAnOperatorHasTakenBackBooksNothing() {
    payments.take(paid("evt_1", "pi_1", "25.50"));
    books.reverse(payments.order(order.id()).entryId(), null, "bob", "paid by mistake");
    assertFalse(payments.take(refunded("evt_2", "25.50", true)));
    assertEquals(usd("10"), team.balance());
    assertEquals(
        List.of("REVERSED_BEFORE"),
        database.query("select outcome from payment_event where event = 'evt_2'"));
  }

  @Test
  void whatTheWalletDoesNotHaveTheCustomerOwes() {
    payments.take(paid("evt_1", "pi_1", "25.50"));
    Hold hold = team.hold(30, 0);
    team.settle(hold, TestLedger.attempt(1, EndState.COMPLETE, new Usage(30, 0, 0, 0, 0)));
    assertTrue(payments.take(refunded("evt_2", "25.50", true)));
    assertEquals(usd("0"), team.balance());
    assertEquals(usd("-20"), team.posted("asset:refunds-receivable"));
    assertEquals(usd("0"), team.posted("clearing:top-up"));
  }

  @Test
  void aRefundBeforeItsPaymentIsAskedForAgainLater() {
    PaymentNotice early =
        new PaymentNotice(
            "stripe", "evt_2", PaymentNotice.Kind.REFUNDED, order.id(), "pi_1", usd("25.50"), true);
    refused(ErrorCode.CONFLICT, () -> payments.take(early));
    payments.take(paid("evt_1", "pi_1", "25.50"));
    assertTrue(payments.take(early));
    assertEquals(usd("10"), team.balance());
  }
}
