package io.llmgateway.ledger.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.StoredAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes of one database, which know nothing of each other but its rows. */
@Timeout(60)
class IdempotencyKeysTest {
  private static final String ANSWER = "{\"events\":[\"an answer\"]}";

  private final TestKeys database = new TestKeys();
  private final IdempotencyKeys one = database.node("one");
  private final IdempotencyKeys two = database.node("two");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    database.close();
  }

  @Test
  void givesTheStoredAnswerToEveryoneWhoAsksAgain() {
    String first;
    try (Claim claim = database.claim(one, "k", "body")) {
      assertFalse(claim.replayed());
      assertNull(claim.part(0).stored());
      database.settle(claim.part(0).answer(ANSWER));
      first = claim.callId();
    }
    for (IdempotencyKeys node : List.of(one, two)) {
      try (Claim claim = database.claim(node, "k", "body")) {
        assertTrue(claim.replayed());
        assertEquals(first, claim.callId());
        assertEquals(TestKeys.NOW, claim.startedAt());
        assertEquals(ANSWER, claim.part(0).stored());
      }
    }
    assertEquals(1, one.replays());
  }

  @Test
  void refusesAnotherBodyUnderTheSameKeyWhetherTheFirstIsAnsweredOrNot() {
    try (Claim claim = database.claim(one, "k", "body")) {
      assertReused(one, "k", "other");
      assertReused(two, "k", "other");
      database.settle(claim.part(0).answer(ANSWER));
    }
    assertReused(one, "k", "other");
    assertReused(two, "k", "other");
  }

  @Test
  void keepsTheKeysOfEachApiKeyApartAndDistinguishesTheirLetters() {
    answer("k");
    try (Claim claim =
            one.claim("else", TestKeys.key("k", "x"), database.call(), 1, database.here);
        Claim capital = database.claim(one, "K", "x");
        Claim spaced = database.claim(one, "k-", "x")) {
      assertFalse(claim.replayed());
      assertFalse(capital.replayed());
      assertFalse(spaced.replayed());
    }
  }

  @Test
  void releasesTheKeyOfACallThatWasNotChargedEvenToAnotherBody() {
    database.claim(one, "k", "body").close();
    assertEquals(0, database.count("idempotency_key"));
    database.claim(two, "k", "other").close();
  }

  @Test
  void givesOneOfManyTheCallAndTheOthersItsAnswer() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      IdempotencyKeys node = i % 2 == 0 ? one : two;
      answers.add(
          threads.submit(
              () -> {
                try (Claim claim = database.claim(node, "k", "body")) {
                  if (!claim.replayed()) {
                    calls.incrementAndGet();
                    Thread.sleep(100);
                    database.settle(claim.part(0).answer(ANSWER));
                  }
                  return claim.callId();
                }
              }));
    }
    List<String> ids = new ArrayList<>();
    for (Future<String> answer : answers) {
      ids.add(answer.get());
    }
    assertEquals(1, calls.get());
    assertEquals(1, ids.stream().distinct().count());
    assertEquals(1, database.count("idempotency_answer"));
  }

  @Test
  void givesTheKeyOfAFailedCallToTheNextWhoWaits() throws Exception {
    Claim first = database.claim(one, "k", "body");
    Future<Claim> local = threads.submit(() -> database.claim(one, "k", "body"));
    Thread.sleep(200);
    assertFalse(local.isDone());
    first.close();
    Claim second = local.get();
    assertFalse(second.replayed());
    Future<Claim> remote = threads.submit(() -> database.claim(two, "k", "body"));
    Thread.sleep(200);
    assertFalse(remote.isDone());
    second.close();
    assertFalse(remote.get(2, TimeUnit.SECONDS).replayed());
  }

  @Test
  void takesTheKeyOfADeadNodeOver() {
    Claim lost = database.claim(one, "k", "body");
    database.end("one", "DEAD");
    try (Claim claim = database.claim(two, "k", "body")) {
      assertFalse(claim.replayed());
      assertFalse(database.settle(lost.part(0).answer("{}")), "the dead node's call is charged");
      assertTrue(database.settle(claim.part(0).answer(ANSWER)));
    }
    lost.close();
    try (Claim again = database.claim(two, "k", "body")) {
      assertEquals(ANSWER, again.part(0).stored());
    }
  }

  @Test
  void takesTheKeyOfANodeOverThatNobodyKnows() {
    IdempotencyKeys stranger = new IdempotencyKeys(database.table, () -> "gone", database.clock);
    database.claim(stranger, "k", "body");
    assertFalse(database.claim(two, "k", "body").replayed());
  }

  @Test
  void waitsForAtMostTheTimeOfARequestAndThenSaysWhenToComeBack() {
    two.apply(new IdempotencySettings(Duration.ofHours(24), 1_000, Duration.ofMillis(300)));
    try (Claim claim = database.claim(one, "k", "body")) {
      ChatException.Final refused =
          assertThrows(ChatException.Final.class, () -> database.claim(two, "k", "body"));
      assertEquals(ErrorCode.OVERLOADED, refused.code());
      assertEquals(Duration.ofSeconds(5), refused.retryAfter());
      assertFalse(claim.replayed());
    }
    database.claim(two, "k", "body").close();
  }

  @Test
  void waitsNoLongerThanItsClient() throws Exception {
    try (Claim claim = database.claim(one, "k", "body")) {
      Future<Claim> waiting = threads.submit(() -> database.claim(one, "k", "body"));
      Thread.sleep(150);
      database.here.cancel();
      assertThrows(Exception.class, () -> waiting.get(2, TimeUnit.SECONDS));
      assertFalse(claim.replayed());
    }
  }

  @Test
  void stopsWaitingWhenTheGatewayStops() throws Exception {
    try (Claim claim = database.claim(one, "k", "body")) {
      Call call = database.call();
      Future<Claim> waiting =
          threads.submit(
              () -> two.claim("api-key", TestKeys.key("k", "body"), call, 1, database.here));
      Thread.sleep(150);
      call.cancellation().cancel();
      Exception refused =
          assertThrows(ExecutionException.class, () -> waiting.get(2, TimeUnit.SECONDS));
      assertEquals(ErrorCode.OVERLOADED, ((ChatException) refused.getCause()).code());
      assertFalse(claim.replayed());
    }
  }

  @Test
  void keepsAKeyWhoseSettlementIsLateAndGivesTheAnswerOnceItIsBooked() throws Exception {
    Claim late = database.claim(one, "k", "body");
    StoredAnswer answer = late.part(0).answer(ANSWER);
    late.close();
    Future<Claim> again = threads.submit(() -> database.claim(one, "k", "body"));
    Thread.sleep(200);
    assertFalse(again.isDone());
    assertTrue(database.settle(answer));
    assertEquals(ANSWER, again.get().part(0).stored());
  }

  @Test
  void releasesAKeyWhoseSettlementWasRefused() {
    Claim claim = database.claim(one, "k", "body");
    claim.part(0).answer(ANSWER);
    claim.part(0).notBooked();
    claim.close();
    assertEquals(0, database.count("idempotency_key"));
  }

  @Test
  void callsOnlyTheRestOfAnAnswerWhosePartsWereCharged() {
    try (Claim claim = database.claim(one, "k", "body", 2)) {
      database.settle(claim.part(0).answer(ANSWER));
    }
    assertReused(one, "k", "other");
    try (Claim claim = database.claim(two, "k", "body", 2)) {
      assertFalse(claim.replayed());
      assertEquals(ANSWER, claim.part(0).stored());
      assertNull(claim.part(1).stored());
      database.settle(claim.part(1).answer("{}"));
    }
    try (Claim claim = database.claim(one, "k", "body", 2)) {
      assertTrue(claim.replayed());
      assertEquals(ANSWER, claim.part(0).stored());
      assertEquals("{}", claim.part(1).stored());
    }
  }

  @Test
  void saysThatAnAnswerWasTooLargeInsteadOfChargingTwice() {
    try (Claim claim = database.claim(one, "k", "body")) {
      database.settle(claim.part(0).answer(null));
    }
    try (Claim claim = database.claim(two, "k", "body")) {
      ChatException refused = assertThrows(ChatException.class, () -> claim.part(0).stored());
      assertEquals(ErrorCode.IDEMPOTENCY_KEY_REUSED, refused.code());
      assertTrue(refused.getMessage().contains("too large"), refused.getMessage());
    }
  }

  @Test
  void storesTenMegabytesThatCanNotBeMadeSmaller() {
    String large = TestKeys.incompressible(10 << 20);
    try (Claim claim = database.claim(one, "k", "body")) {
      database.settle(claim.part(0).answer(large));
    }
    try (Claim claim = database.claim(two, "k", "body")) {
      assertEquals(large, claim.part(0).stored());
    }
  }

  @Test
  void forgetsAnswersAfterTheirTimeAndDeletesTheirRows() {
    one.apply(new IdempotencySettings(Duration.ofHours(24), 1_000, Duration.ofSeconds(1)));
    answer("k");
    answer("l");
    database.clock.forward(Duration.ofHours(24).minusMillis(1));
    assertTrue(database.claim(two, "k", "body").replayed());
    database.clock.forward(Duration.ofMillis(1));
    assertFalse(database.claim(two, "k", "other").replayed());
    database.clock.forward(Duration.ofMillis(1));
    one.sweep();
    assertEquals(1, database.count("idempotency_key"), "the one that is in use again");
    database.clock.forward(Duration.ofHours(2));
    one.sweep();
    assertEquals(0, database.count("idempotency_answer"));
  }

  @Test
  void sweepsByTheIndexAndInPieces() {
    for (int i = 0; i < 1_200; i++) {
      answer("k" + i);
    }
    database.clock.forward(Duration.ofHours(26));
    one.sweep();
    assertEquals(0, database.count("idempotency_key"));
    assertEquals(0, database.count("idempotency_answer"));
    assertTrue(
        database
            .plan("select id from idempotency_key where expires_at < current_timestamp")
            .contains("IDEMPOTENCY_KEY_EXPIRES"));
  }

  @Test
  void refusesNewCallsWhileTheDatabaseIsAwayAndReleasesLater() {
    Claim claim = database.claim(one, "k", "body");
    database.away(true);
    claim.close();
    ChatException refused =
        assertThrows(ChatException.class, () -> database.claim(one, "l", "body"));
    assertEquals(ErrorCode.OVERLOADED, refused.code());
    database.away(false);
    one.sweep();
    assertEquals(0, database.count("idempotency_key"));
  }

  private void answer(String key) {
    try (Claim claim = database.claim(one, key, "body")) {
      database.settle(claim.part(0).answer(ANSWER));
    }
  }

  private void assertReused(IdempotencyKeys node, String key, String body) {
    ChatException refused =
        assertThrows(ChatException.class, () -> database.claim(node, key, body));
    assertEquals(ErrorCode.IDEMPOTENCY_KEY_REUSED, refused.code());
  }
}
