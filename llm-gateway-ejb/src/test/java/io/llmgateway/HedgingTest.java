package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.RetrySettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private static final Resilience AT_ONCE =
      new Resilience(Resilience.Hedge.FIXED, Duration.ofNanos(1), false);
  private static final Resilience P95 = new Resilience(Resilience.Hedge.PERCENTILE, null, false);

  private final AttemptFixture fixture = new AttemptFixture();

  @AfterEach
  void stop() {
    fixture.threads.shutdownNow();
  }

  /** Waits until it is cancelled, and says so. */
  private static String untilCancelled(Candidate candidate, Cancellation call) {
    CountDownLatch cancelled = new CountDownLatch(1);
    call.onCancel(cancelled::countDown);
    await(cancelled);
    throw AttemptFixture.failure(candidate, Outcome.CANCELLED, null);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSecondWinsAndTheFirstIsCancelledAtOnce() {
    fixture.resilience = AT_ONCE;
    CountDownLatch firstCancelled = new CountDownLatch(1);
    Attempts attempts = fixture.attempts("a", "b");
    Attempts.Begun<String> begun =
        attempts.first(
            (candidate, call) -> {
              if (candidate.channel().equals("b")) {
                return "b";
              }
              call.onCancel(firstCancelled::countDown);
              return untilCancelled(candidate, call);
            });

    assertEquals("b", begun.value());
    assertEquals(2, begun.attempt().number());
    assertEquals(2, attempts.count());
    await(firstCancelled);
    assertEquals(List.of("begins a", "begins b", "lost a"), fixture.book);
    assertFalse(fixture.cancellation.cancelled());
  }

  @Test
  void theFirstWinsWhenItBeginsWhileTheSecondIsAsked() {
    fixture.resilience = AT_ONCE;
    CountDownLatch secondAsked = new CountDownLatch(1);
    Attempts.Begun<String> begun =
        fixture
            .attempts("a", "b")
            .first(
                (candidate, call) -> {
                  if (candidate.channel().equals("b")) {
                    secondAsked.countDown();
                    return untilCancelled(candidate, call);
                  }
                  await(secondAsked);
                  return "a";
                });

    assertEquals("a", begun.value());
    assertEquals(List.of("begins a", "begins b", "lost b"), fixture.book);
  }

  @Test
  void doesNotAskASecondWhenTheFirstBeginsInTime() {
    fixture.resilience = new Resilience(Resilience.Hedge.FIXED, Duration.ofHours(1), false);

    assertEquals("a", fixture.attempts("a", "b").first((c, call) -> c.channel()).value());
    assertEquals(List.of("begins a"), fixture.book);
  }

  @Test
  void goesOnToAThirdWhenBothFail() {
    fixture.resilience = AT_ONCE;
    CountDownLatch secondAsked = new CountDownLatch(1);
    assertEquals(
        "c",
        fixture
            .attempts("a", "b", "c")
            .first(
                (candidate, call) -> {
                  switch (candidate.channel()) {
                    case "a" -> await(secondAsked);
                    case "b" -> secondAsked.countDown();
                    default -> {
                      return candidate.channel();
                    }
                  }
                  throw AttemptFixture.failure(candidate, Outcome.SERVER, null);
                })
            .value());
    assertTrue(fixture.book.containsAll(List.of("SERVER a", "SERVER b")), fixture.book.toString());
    assertFalse(fixture.book.toString().contains("lost"), fixture.book.toString());
  }

  @Test
  void givesUpTheOtherWhenOneSaysThatTheRequestIsAtFault() {
    fixture.resilience = AT_ONCE;
    CountDownLatch secondAsked = new CountDownLatch(1);
    assertThrows(
        ChatException.Final.class,
        () ->
            fixture
                .attempts("a", "b")
                .first(
                    (candidate, call) -> {
                      if (candidate.channel().equals("b")) {
                        secondAsked.countDown();
                        return untilCancelled(candidate, call);
                      }
                      await(secondAsked);
                      throw new ChatException.Final(ErrorCode.CONTENT_FILTER, "no");
                    }));
    assertEquals(List.of("begins a", "begins b", "FILTER a", "lost b"), fixture.book);
  }

  @Test
  void endsBothWhenTheClientGoes() {
    fixture.resilience = AT_ONCE;
    CountDownLatch firstAsked = new CountDownLatch(1);
    ChatException thrown =
        assertThrows(
            ChatException.class,
            () ->
                fixture
                    .attempts("a", "b")
                    .first(
                        (candidate, call) -> {
                          if (candidate.channel().equals("b")) {
                            await(firstAsked);
                            fixture.cancellation.cancel();
                          }
                          firstAsked.countDown();
                          return untilCancelled(candidate, call);
                        }));
    assertEquals(Outcome.CANCELLED, ((ChatException.Retryable) thrown).outcome());
    assertTrue(
        fixture.book.containsAll(List.of("CANCELLED a", "CANCELLED b")), fixture.book.toString());
  }

  @Test
  void discardsWhatTheLoserGivesNevertheless() throws Exception {
    fixture.resilience = AT_ONCE;
    CompletableFuture<String> given = new CompletableFuture<>();
    CountDownLatch won = new CountDownLatch(1);
    AttemptStart<String> start =
        new AttemptStart<>() {
          @Override
          public String begin(Candidate candidate, Cancellation call) {
            if (candidate.channel().equals("a")) {
              await(won);
            }
            return candidate.channel();
          }

          private void await(CountDownLatch latch) {
            HedgingTest.await(latch);
          }

          @Override
          public void discard(String begun) {
            given.complete(begun);
          }
        };
    assertEquals("b", fixture.attempts("a", "b").first(start).value());
    won.countDown();

    assertEquals("a", given.get(30, TimeUnit.SECONDS));
  }

  @Test
  void asksNoSecondBeyondTheAttemptsAllowed() {
    fixture.resilience = AT_ONCE;
    fixture.settings = new RetrySettings(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30));
    CountDownLatch goOn = new CountDownLatch(1);
    fixture.threads.execute(goOn::countDown);

    fixture
        .attempts("a", "b")
        .first(
            (candidate, call) -> {
              await(goOn);
              return candidate.channel();
            });
    assertEquals(List.of("begins a"), fixture.book);
  }

  @Test
  void waitsForTheSlowestTwentiethOfAHundredAnswers() {
    Hedging hedging = new Hedging(Runnable::run);
    Candidate candidate = AttemptFixture.candidate("a", null);
    for (int i = 1; i < Hedging.LEAST_SAMPLES; i++) {
      hedging.began(P95, candidate, true, i);
    }
    assertEquals(0, hedging.delay(P95, candidate, true));
    for (int i = 1; i <= 100; i++) {
      hedging.began(P95, candidate, true, i);
    }
    assertEquals(95, hedging.delay(P95, candidate, true));
    assertEquals(0, hedging.delay(P95, candidate, false));
    assertEquals(0, hedging.delay(Resilience.NONE, candidate, true));
  }
}
