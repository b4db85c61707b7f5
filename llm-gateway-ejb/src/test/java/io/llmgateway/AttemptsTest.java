package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.RetrySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptsTest {
  private static final Duration SHORT = Duration.ofMillis(900);
  private static final Duration LONG = Duration.ofMillis(1_001);

  private final AttemptFixture fixture = new AttemptFixture();

  @Test
  void triesCandidatesInOrderUntilOneBegins() {
    Attempts.Begun<String> begun = fixture.attempts("a", "b", "c").first(fixture.answeredBy("b"));

    assertEquals("b", begun.value());
    assertEquals(2, begun.attempt().number());
    assertEquals(List.of("a", "b"), fixture.tried);
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void announcesEachAttemptBeforeItBegins() {
    fixture
        .attempts("a", "b")
        .first(
            (candidate, call) -> {
              fixture.book.add("asked " + candidate.channel());
              return fixture.answeredBy("b").begin(candidate, call);
            });

    assertEquals(List.of("begins a", "asked a", "SERVER a", "begins b", "asked b"), fixture.book);
  }

  @Test
  void callsNobodyWhenTheCallCouldNotBeAccountedFor() {
    fixture.unaccountable = true;

    assertThrows(
        ChatException.Final.class, () -> fixture.attempts("a", "b").first(fixture.answeredBy("a")));
    assertEquals(List.of(), fixture.tried);
    assertEquals(List.of("CANCELLED a"), fixture.reported);
  }

  @Test
  void stopsAtARequestThatIsItselfAtFault() {
    ChatException.Final fault = new ChatException.Final(ErrorCode.INVALID_REQUEST, "bad", "tools");

    assertSame(fault, thrown(fixture.attempts("a", "b"), fault));
    assertEquals(List.of("a"), fixture.tried);
  }

  @Test
  void doesNotTakeTheWordOfAnotherProviderOnTheRequest() {
    Attempts attempts =
        fixture.attempts(
            List.of(
                AttemptFixture.candidate("a", null),
                AttemptFixture.candidate("b", "other", "k", null),
                AttemptFixture.candidate("c", null)));
    ChatException verdict =
        assertThrows(
            ChatException.class,
            () ->
                attempts.first(
                    (candidate, call) -> {
                      fixture.tried.add(candidate.channel());
                      if (candidate.channel().equals("b")) {
                        throw new ChatException.Final(ErrorCode.INVALID_REQUEST, "bad", "tools");
                      }
                      throw AttemptFixture.failure(candidate, Outcome.TIMEOUT, null);
                    }));

    assertEquals(List.of("a", "b", "c"), fixture.tried);
    assertEquals("a says TIMEOUT", verdict.getMessage());
    assertEquals(ErrorCode.UPSTREAM_TIMEOUT, verdict.code());
  }

  @Test
  void asksOnlyRoomierModelsAfterAPromptThatWasTooLong() {
    ChatException.Final tooLong =
        new ChatException.Final(ErrorCode.CONTEXT_LENGTH_EXCEEDED, "too long");
    Attempts attempts =
        fixture.attempts(
            List.of(
                AttemptFixture.candidate("a", AttemptFixture.window(8)),
                AttemptFixture.candidate("b", AttemptFixture.window(8)),
                AttemptFixture.candidate("c", null),
                AttemptFixture.candidate("d", AttemptFixture.window(9))));

    assertSame(tooLong, thrown(attempts, tooLong));
    assertEquals(List.of("a", "d"), fixture.tried);
  }

  @Test
  void passesOverACandidateThatCanNotTakeTheRequest() {
    ChatException.Final noImages =
        new ChatException.Final(ErrorCode.UNSUPPORTED_PARAMETER, "no images", "messages");
    AttemptStart<String> start =
        new AttemptStart<>() {
          @Override
          public ChatException unfit(Candidate candidate) {
            return candidate.channel().equals("a") ? noImages : null;
          }

          @Override
          public String begin(Candidate candidate, io.llmgateway.chat.Cancellation call) {
            return fixture.answeredBy("b").begin(candidate, call);
          }
        };

    assertEquals(1, fixture.attempts("a", "b").first(start).attempt().number());
    assertSame(
        noImages, assertThrows(ChatException.class, () -> fixture.attempts("a").first(start)));
  }

  @Test
  void triesNoMoreThanTheAttemptsAllowed() {
    assertThrows(
        ChatException.class,
        () -> fixture.attempts("a", "b", "c", "d").first(fixture.answeredBy("d")));
    assertEquals(List.of("a", "b", "c"), fixture.tried);
  }

  @Test
  void asksNobodyTwiceBeforeEverybodyOnce() {
    fixture.settings = attempts(7);

    assertThrows(
        ChatException.class, () -> fixture.attempts("a", "b", "c").first(fixture.answeredBy("d")));
    List<String> first = fixture.tried.subList(0, 3);
    List<String> second = new ArrayList<>(fixture.tried.subList(3, 6));
    Collections.sort(second);
    assertEquals(List.of("a", "b", "c"), first);
    assertEquals(List.of("a", "b", "c"), second);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"AUTH", "PERM", "QUOTA", "NOTFOUND", "TIMEOUT"})
  void asksNobodyAgainWhoWouldSayTheSame(Outcome outcome) {
    assertThrows(
        ChatException.class, () -> fixture.attempts("a").first(fixture.failing(outcome, null)));
    assertEquals(List.of("a"), fixture.tried);
  }

  @Test
  void drawsEachPauseBetweenZeroAndABoundThatDoubles() {
    fixture.settings = attempts(9);
    assertThrows(
        ChatException.class,
        () -> fixture.attempts("a").first(fixture.failing(Outcome.SERVER, null)));

    List<Duration> bounds = new ArrayList<>();
    for (int millis : new int[] {100, 200, 400, 800, 1_000, 1_000, 1_000, 1_000}) {
      bounds.add(Duration.ofMillis(millis));
    }
    assertEquals(bounds.size(), fixture.pauses.size());
    for (int i = 0; i < bounds.size(); i++) {
      assertTrue(fixture.pauses.get(i).compareTo(bounds.get(i)) <= 0, fixture.pauses.toString());
    }
    assertTrue(fixture.pauses.stream().anyMatch(p -> p.compareTo(Duration.ofMillis(400)) > 0));
  }

  @Test
  void waitsForAsLongAsTheProviderAskedWhenNobodyElseIsLeft() {
    fixture.settings = attempts(2);
    assertThrows(
        ChatException.class,
        () -> fixture.attempts("a").first(fixture.failing(Outcome.RATE, SHORT)));

    assertEquals(List.of(SHORT), fixture.pauses);
    assertEquals(List.of("a", "a"), fixture.tried);
  }

  @Test
  void goesOnAtOnceInsteadOfWaiting() {
    assertEquals(
        "b",
        fixture
            .attempts("a", "b")
            .first(
                (candidate, call) -> {
                  if (candidate.channel().equals("a")) {
                    throw AttemptFixture.failure(candidate, Outcome.RATE, LONG);
                  }
                  return candidate.channel();
                })
            .value());
    assertEquals(List.of(), fixture.pauses);
  }

  @Test
  void waitsForNobodyWhoAsksForLong() {
    ChatException verdict =
        assertThrows(
            ChatException.class,
            () -> fixture.attempts("a").first(fixture.failing(Outcome.RATE, LONG)));

    assertEquals(List.of("a"), fixture.tried);
    assertEquals(LONG, ((ChatException.Retryable) verdict).retryAfter());
  }

  @Test
  void waitsForNobodyBeyondTheDeadline() {
    fixture.settings =
        new RetrySettings(9, Duration.ofMillis(100), Duration.ofSeconds(1), SHORT.plusNanos(1));
    assertThrows(
        ChatException.class,
        () -> fixture.attempts("a").first(fixture.failing(Outcome.RATE, SHORT)));

    assertEquals(List.of("a", "a"), fixture.tried);
    assertEquals(List.of(SHORT), fixture.pauses);
  }

  @Test
  void givesAnAttemptNoMoreThanWhatIsLeftOfTheDeadline() {
    List<Timeouts> given = new ArrayList<>();
    assertThrows(
        ChatException.class,
        () ->
            fixture
                .attempts("a", "b")
                .first(
                    (candidate, call) -> {
                      given.add(candidate.endpoint().timeouts());
                      fixture.nanos.addAndGet(Duration.ofSeconds(20).toNanos());
                      throw AttemptFixture.failure(candidate, Outcome.TIMEOUT, null);
                    }));

    assertEquals(Duration.ofSeconds(30), given.get(0).firstToken());
    assertEquals(Duration.ofSeconds(10), given.get(1).firstToken());
    assertEquals(Timeouts.DEFAULT.total(), given.get(1).total());
  }

  @Test
  void beginsNoAttemptAfterTheDeadline() {
    assertThrows(
        ChatException.class,
        () ->
            fixture
                .attempts("a", "b")
                .first(
                    (candidate, call) -> {
                      fixture.tried.add(candidate.channel());
                      fixture.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
                      throw AttemptFixture.failure(candidate, Outcome.TIMEOUT, null);
                    }));
    assertEquals(List.of("a"), fixture.tried);
  }

  @Test
  void repeatsNoMoreThanAFifthOfTheRequestsAndAFew() {
    fixture.settings =
        new RetrySettings(2, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(30));
    for (int request = 0; request < 100; request++) {
      assertThrows(
          ChatException.class,
          () -> fixture.attempts("a").first(fixture.failing(Outcome.SERVER, null)));
    }
    // ten that were saved, and a fifth of the requests since
    assertTrue(
        Math.abs(100 + 10 + 20 - fixture.tried.size()) <= 3, fixture.tried.size() + " calls");
  }

  @Test
  void repeatsAtASecondKeyOnlyWithinTheBudgetUnlessTheKeyWasAtFault() {
    fixture.settings = attempts(100);
    List<Candidate> keys = new ArrayList<>();
    for (int key = 0; key < 40; key++) {
      keys.add(AttemptFixture.candidate("a", "p", "key" + key, null));
    }
    assertThrows(
        ChatException.class,
        () -> fixture.attempts(keys).first(fixture.failing(Outcome.NOTFOUND, null)));
    assertEquals(11, fixture.tried.size());

    fixture.tried.clear();
    assertThrows(
        ChatException.class,
        () -> fixture.attempts(keys).first(fixture.failing(Outcome.QUOTA, null)));
    assertEquals(40, fixture.tried.size());
  }

  @Test
  void goesPastAClosedGateAndSaysSoWhenAllAreClosed() {
    fixture.closedGates.add("a");
    assertEquals("b", fixture.attempts("a", "b").first(fixture.answeredBy("b")).value());

    fixture.closedGates.add("b");
    ChatException verdict =
        assertThrows(
            ChatException.class, () -> fixture.attempts("a", "b").first(fixture.answeredBy("b")));
    assertEquals(ErrorCode.NO_CHANNEL_AVAILABLE, verdict.code());
  }

  @Test
  void reportsTheCommonCodeOnlyWhenAllCandidatesAgree() {
    assertEquals(ErrorCode.RATE_LIMIT_EXCEEDED, verdict(Outcome.RATE, Outcome.RATE).code());
    assertEquals(ErrorCode.UPSTREAM_ERROR, verdict(Outcome.RATE, Outcome.TIMEOUT).code());
    assertEquals("a says RATE", verdict(Outcome.RATE, Outcome.TIMEOUT).getMessage());
  }

  @Test
  void tellsTheShortestWaitThatAProviderAskedFor() {
    assertEquals(Duration.ofSeconds(2), verdict(Outcome.RATE, Outcome.RATE).retryAfter());
  }

  @Test
  void triesNobodyForAClientThatHasGone() {
    ChatException thrown =
        assertThrows(
            ChatException.class,
            () ->
                fixture
                    .attempts("a", "b")
                    .first(
                        (candidate, call) -> {
                          fixture.tried.add(candidate.channel());
                          call.cancel();
                          throw AttemptFixture.failure(candidate, Outcome.SERVER, null);
                        }));
    assertEquals(Outcome.CANCELLED, ((ChatException.Retryable) thrown).outcome());
    assertEquals(List.of("a"), fixture.tried);
    assertEquals(List.of("begins a", "CANCELLED a"), fixture.book);
  }

  @Test
  void doesNotGoOnAfterAPauseInWhichTheClientWent() {
    fixture.cancelInPause = true;
    ChatException thrown =
        assertThrows(
            ChatException.class,
            () -> fixture.attempts("a").first(fixture.failing(Outcome.SERVER, null)));

    assertEquals(Outcome.CANCELLED, ((ChatException.Retryable) thrown).outcome());
    assertEquals(List.of("a"), fixture.tried);
    assertEquals(1, fixture.pauses.size());
  }

  @Test
  void takesAStumblingTranslatorForAFailedProvider() {
    assertEquals(
        "b",
        fixture
            .attempts("a", "b")
            .first(
                (candidate, call) -> {
                  if (candidate.channel().equals("a")) {
                    throw new ClassCastException("not an object");
                  }
                  return candidate.channel();
                })
            .value());
  }

  private static RetrySettings attempts(int most) {
    return new RetrySettings(
        most, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  private ChatException thrown(Attempts attempts, ChatException everywhere) {
    return assertThrows(
        ChatException.class,
        () ->
            attempts.first(
                (candidate, call) -> {
                  fixture.tried.add(candidate.channel());
                  throw everywhere;
                }));
  }

  private ChatException.Retryable verdict(Outcome first, Outcome second) {
    return assertThrows(
        ChatException.Retryable.class,
        () ->
            fixture
                .attempts("a", "b")
                .first(
                    (candidate, call) -> {
                      boolean isFirst = candidate.channel().equals("a");
                      throw AttemptFixture.failure(
                          candidate, isFirst ? first : second, Duration.ofSeconds(isFirst ? 7 : 2));
                    }));
  }
}
