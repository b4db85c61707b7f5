package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.admission.Caller;
import io.llmgateway.admission.ChannelLimits;
import io.llmgateway.admission.FreeAdmission;
import io.llmgateway.admission.LimitBook;
import io.llmgateway.admission.ModelPatterns;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.chat.Usage;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.TeamLedger;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.Wire;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.Route;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What failed, hedged and rescued attempts come to in the books: one charge at the most. */
class BookedAttemptsTest {
  private static final JsonObject BODY =
      JsonProvider.provider()
          .createReader(new StringReader("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
          .readObject();
  private static final long PROMPT = TokenEstimate.prompt(BODY);
  private static final ChatException CUT =
      new ChatException.Retryable(ErrorCode.UPSTREAM_ERROR, Outcome.CUT, "cut");

  private final AttemptFixture fixture = new AttemptFixture();
  private final TeamLedger ledger = new TeamLedger();
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final Hold hold = ledger.hold(20, 20);
  private Function<Cancellation, ChatStream> first;
  private Function<Cancellation, ChatStream> second;
  private boolean streamed = true;

  @AfterEach
  void stop() throws Exception {
    fixture.threads.shutdownNow();
    ledger.close();
  }

  @Test
  void aFailedAttemptIsOnRecordAndTheNextIsCharged() {
    first = call -> new GivenEvents(CUT);
    second = call -> whole("fine", 3, 2);

    assertEquals("fine", text(answer("-", "-", Resilience.NONE)));
    assertEquals(
        List.of("1 a FAILED_BEFORE_OUTPUT 0+0 0 0", "2 b COMPLETE 3+2 7 7"), ledger.records(hold));
    assertEquals(List.of("CUT a", "OK b"), fixture.reported);
  }

  @Test
  void aRescuedAnswerIsChargedOnceAndTheCutPartIsALoss() {
    first = call -> new GivenEvents(CUT, started(), delta("Hello "));
    second = call -> whole("world", 5, 1);
    List<ChatEvent> events =
        answer("-", "prefix", new Resilience(Resilience.Hedge.NEVER, null, true));

    assertEquals("Hello world", text(events));
    assertEquals(1, events.stream().filter(ChatEvent.Started.class::isInstance).count());
    assertTrue(
        events.stream()
            .anyMatch(
                e ->
                    e instanceof ChatEvent.ResponseFields f
                        && f.fields().getJsonObject("gateway").getBoolean("rescued")),
        events.toString());
    long hello = TokenEstimate.tokens("Hello ");
    long cost = PROMPT + 2 * hello;
    assertEquals(
        List.of("1 a RESCUED " + PROMPT + "+" + hello + " 0 " + cost, "2 b COMPLETE 5+1 7 7"),
        ledger.records(hold));
    assertEquals("7", ledger.posted("revenue"));
    assertEquals("-" + cost, ledger.posted("loss:failed-calls"));
    assertEquals(List.of("CUT a", "OK b"), fixture.reported);
    assertCounted("gateway_rescues_total{model=\"public\",result=\"continued\"} 1.0");
  }

  @Test
  void anAnswerThatIsCutTwiceIsGoneOnWithFromAllOfItsText() {
    first = call -> new GivenEvents(CUT, delta("one "));
    List<ChatStream> later =
        new ArrayList<>(List.of(new GivenEvents(CUT, delta("two ")), whole("three", 9, 1)));
    second = call -> later.remove(0);

    assertEquals(
        "one two three",
        text(answer("-", "prefix", new Resilience(Resilience.Hedge.NEVER, null, true))));
    assertEquals(3, ledger.records(hold).size());
    assertEquals("11", ledger.posted("revenue"));
  }

  @Test
  void anAnswerThatNobodyGoesOnWithIsCutAndNotCharged() {
    first = call -> new GivenEvents(CUT, delta("Hello "));
    second = call -> whole("world", 5, 1);
    PaidAnswer answer = begun("-", "-", new Resilience(Resilience.Hedge.NEVER, null, true));
    answer.next();

    assertEquals(CUT, assertThrows(ChatException.class, answer::next));
    assertEquals(1, ledger.records(hold).size());
    assertTrue(ledger.records(hold).get(0).startsWith("1 a CUT "), ledger.records(hold).toString());
    assertEquals("0", ledger.posted("revenue"));
    assertCounted("gateway_rescues_total{model=\"public\",result=\"failed\"} 1.0");
  }

  @Test
  void theLoserOfARaceIsALossAndTheWinnerIsCharged() {
    CountDownLatch cancelled = new CountDownLatch(1);
    first =
        call -> {
          call.onCancel(cancelled::countDown);
          await(cancelled);
          throw AttemptFixture.failure(
              AttemptFixture.candidate("a", null), Outcome.CANCELLED, null);
        };
    second = call -> whole("fast", 3, 1);

    assertEquals(
        "fast",
        text(answer("-", "-", new Resilience(Resilience.Hedge.FIXED, Duration.ofNanos(1), false))));
    assertEquals(
        List.of("1 a HEDGED_LOSER " + PROMPT + "+0 0 " + PROMPT, "2 b COMPLETE 3+1 5 5"),
        ledger.records(hold));
    assertEquals("5", ledger.posted("revenue"));
    assertEquals("-" + PROMPT, ledger.posted("loss:failed-calls"));
    assertCounted("gateway_hedges_total{model=\"public\",won=\"second\"} 1.0");
  }

  @Test
  void aClientThatGoesDuringARacePaysForNothing() {
    CountDownLatch asked = new CountDownLatch(2);
    Function<Cancellation, ChatStream> silent =
        call -> {
          CountDownLatch cancelled = new CountDownLatch(1);
          call.onCancel(cancelled::countDown);
          asked.countDown();
          await(cancelled);
          throw AttemptFixture.failure(
              AttemptFixture.candidate("a", null), Outcome.CANCELLED, null);
        };
    first = silent;
    second = silent;
    fixture.threads.execute(
        () -> {
          await(asked);
          fixture.cancellation.cancel();
        });

    assertThrows(
        ChatException.class,
        () -> begun("-", "-", new Resilience(Resilience.Hedge.FIXED, Duration.ofNanos(1), false)));
    assertEquals(2, ledger.records(hold).size());
    assertEquals("0", ledger.posted("revenue"));
  }

  @Test
  void aClientThatGoesDuringARescuePaysForWhatItHasAndNothingStaysHeld() {
    first = call -> new GivenEvents(CUT, delta("Hello "));
    second =
        call -> {
          fixture.cancellation.cancel();
          throw AttemptFixture.failure(
              AttemptFixture.candidate("b", null), Outcome.CANCELLED, null);
        };
    PaidAnswer answer = begun("-", "prefix", new Resilience(Resilience.Hedge.NEVER, null, true));
    answer.next();

    assertEquals(CUT, assertThrows(ChatException.class, answer::next));
    long hello = TokenEstimate.tokens("Hello ");
    long charge = PROMPT + 2 * hello;
    assertEquals(
        List.of(
            "1 a CLIENT_GONE " + PROMPT + "+" + hello + " " + charge + " " + charge,
            "2 b FAILED_BEFORE_OUTPUT 0+0 0 0"),
        ledger.records(hold));
    assertEquals(Long.toString(charge), ledger.posted("revenue"));
  }

  @Test
  void aPromptThatNobodyCountedIsEstimated() {
    first = call -> whole("fine", 0, 2);

    answer("-", "-", Resilience.NONE);
    long charge = PROMPT + 4;
    assertEquals(
        List.of("1 a COMPLETE " + PROMPT + "+2 " + charge + " " + charge), ledger.records(hold));
  }

  @Test
  void aDocumentThatDoesNotEndIsBrokenOff() {
    streamed = false;
    String much = "much ".repeat(200_000);
    ChatEvent[] events = new ChatEvent[20];
    Arrays.fill(events, delta(much));
    GivenEvents provider = new GivenEvents(events);
    first = call -> provider;
    PaidAnswer answer = begun("-", "-", Resilience.NONE);

    ChatException end =
        assertThrows(
            ChatException.class,
            () -> {
              while (answer.next() != null) {
                // goes on until it is too much
              }
            });
    assertEquals(ErrorCode.UPSTREAM_INVALID_RESPONSE, end.code());
    assertFalse(provider.open);
    assertTrue(ledger.records(hold).get(0).startsWith("1 a CUT "));
  }

  private void assertCounted(String line) {
    assertTrue(metrics.scrape().contains(line), metrics::scrape);
  }

  private List<ChatEvent> answer(String prefixAtA, String prefixAtB, Resilience resilience) {
    PaidAnswer answer = begun(prefixAtA, prefixAtB, resilience);
    List<ChatEvent> events = new ArrayList<>();
    for (ChatEvent event = answer.next(); event != null; event = answer.next()) {
      events.add(event);
    }
    return events;
  }

  /** As the gateway begins an answer. */
  private PaidAnswer begun(String prefixAtA, String prefixAtB, Resilience resilience) {
    Route route =
        new Route("public", List.of(candidate("a", prefixAtA), candidate("b", prefixAtB)));
    Call call = new Call(hold.callId(), "request", Instant.EPOCH, fixture.cancellation);
    Demand demand =
        new Demand(
            new Caller("key", "team", ModelPatterns.ALL),
            call,
            "chat",
            streamed,
            "public",
            BODY,
            20,
            20,
            1);
    ChannelLimits unlimited =
        new ChannelLimits(new LimitBook((account, key, from) -> null, Clock.systemUTC()));
    Bill bill =
        new Bill(
            demand,
            FreeAdmission.admitted(),
            hold,
            route,
            ledger.settlements(),
            metrics,
            fixture.failover.gate,
            new ChannelPermits(unlimited, 1),
            new TokenCounts(AttemptFixture.LAYER));
    ChatStart start =
        ChatStart.of(
            new Providers(List.of(new Scripted())),
            AttemptFixture.LAYER,
            new ChatRequest("public", BODY, true, false, 1, 20, 20),
            route.candidates().get(0));
    try {
      Attempts attempts = fixture.failover.attempts(route, call, true, resilience, bill);
      Attempts.Begun<Opening> begun = attempts.first(start);
      return new PaidAnswer(
          begun,
          attempts,
          resilience.rescue() ? Rescue.by(attempts, start) : Rescue.none(),
          bill,
          new RequestTimer(demand, true, metrics),
          new AnswerRecorder(Claim.none(call).part(0), begun.attempt()));
    } catch (RuntimeException e) {
      bill.settleAfter(e);
      throw e;
    }
  }

  private static Candidate candidate(String channel, String prefix) {
    return new Candidate(
        "public",
        "upstream",
        new ProviderCard(
            "vendor",
            "V",
            "scripted",
            null,
            null,
            false,
            prefix.equals("-") ? Map.of() : Map.of("assistant-prefix", prefix),
            List.of()),
        new Endpoint(channel, URI.create("http://localhost"), null, Timeouts.DEFAULT, Map.of()),
        null);
  }

  private static ChatEvent started() {
    return new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT);
  }

  private static ChatEvent delta(String text) {
    return new ChatEvent.TextDelta(0, text, null);
  }

  private static ChatStream whole(String text, long input, long output) {
    return new GivenEvents(
        started(),
        delta(text),
        new ChatEvent.Finish(0, "stop"),
        new ChatEvent.UsageReported(Usage.of(input, output), JsonValue.EMPTY_JSON_OBJECT));
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Channel a answers as {@code first} says, the others as {@code second}. */
  private final class Scripted implements Wire {
    @Override
    public String id() {
      return "scripted";
    }

    @Override
    public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
      return (request, cancellation) ->
          (endpoint.channel().equals("a") ? first : second).apply(cancellation);
    }

    @Override
    public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
      throw new UnsupportedOperationException();
    }
  }
}
