package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.admission.Caller;
import io.llmgateway.admission.ChannelLimits;
import io.llmgateway.admission.FreeAdmission;
import io.llmgateway.admission.LimitBook;
import io.llmgateway.admission.ModelPatterns;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.chat.Usage;
import io.llmgateway.config.ConfigView;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.TeamLedger;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.moderation.FilterSettings;
import io.llmgateway.moderation.ReviewCase;
import io.llmgateway.moderation.ReviewLog;
import io.llmgateway.moderation.ReviewMeter;
import io.llmgateway.moderation.ReviewStore;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.Wire;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.Route;
import io.llmgateway.telemetry.FilterMetrics;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done, counted and booked when a content policy stops a call. */
class FilterWatchTest {
  private static final JsonObject BODY =
      JsonProvider.provider()
          .createReader(new StringReader("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
          .readObject();
  private static final String NEXT = "next-candidate";
  private static final String SURFACE = "surface";

  private final AttemptFixture fixture = new AttemptFixture();
  private final TeamLedger ledger = new TeamLedger();
  private final Hold hold = ledger.hold(20, 20);
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final Map<String, Supplier<ChatStream>> channels = new HashMap<>();
  private final List<ReviewCase> kept = new ArrayList<>();
  private final ReviewLog reviews = new ReviewLog(new Store(), new NoMeter(), Clock.systemUTC());
  private int choices = 1;

  @AfterEach
  void stop() throws Exception {
    fixture.threads.shutdownNow();
    ledger.close();
  }

  @Test
  void surfacesARefusal() {
    channels.put("a", () -> refusing("one"));
    channels.put("b", FilterWatchTest::fine);
    ChatException.Filtered refused =
        assertThrows(ChatException.Filtered.class, () -> answer(SURFACE, "a", "b"));
    assertEquals(ErrorCode.CONTENT_FILTER, refused.code());
    assertEquals(List.of("1 a FAILED_BEFORE_OUTPUT 0+0 0 0"), ledger.records(hold));
    assertEquals(List.of("FILTER a"), fixture.reported);
    counted("prompt", 1);
  }

  @Test
  void asksTheNextCandidateAfterARefusal() {
    channels.put("a", () -> refusing("one"));
    channels.put("b", FilterWatchTest::fine);
    assertEquals("fine", text(answer(NEXT, "a", "b")));
    assertEquals(
        List.of("1 a FAILED_BEFORE_OUTPUT 0+0 0 0", "2 b COMPLETE 3+2 7 7"), ledger.records(hold));
    counted("prompt", 1);
    counted("answer", 0);
  }

  @Test
  void doesNotAskTheSameChannelWithAnotherKey() {
    channels.put("a", () -> refusing("one"));
    channels.put("b", FilterWatchTest::fine);
    assertEquals("fine", text(answer(NEXT, "a", "a", "b")));
    assertEquals(2, ledger.records(hold).size());
  }

  @Test
  void asksTheNextCandidateWhenNothingWasLeftOfAnAnswerAndBooksWhatItCost() {
    channels.put(
        "a",
        () ->
            new GivenEvents(
                started(),
                FilterHit.answer("sensitive").event(0),
                new ChatEvent.Finish(0, "content_filter"),
                used(4, 0)));
    channels.put("b", FilterWatchTest::fine);
    assertEquals("fine", text(answer(NEXT, "a", "b")));
    assertEquals(
        List.of("1 a FAILED_BEFORE_OUTPUT 4+0 0 4", "2 b COMPLETE 3+2 7 7"), ledger.records(hold));
    assertEquals("-4", ledger.posted("loss:failed-calls"));
    assertEquals("7", ledger.posted("revenue"));
    counted("answer", 1);
  }

  @Test
  void asksNobodyElseOnceTextWasGiven() {
    channels.put("a", FilterWatchTest::halfThenFiltered);
    channels.put("b", FilterWatchTest::fine);
    List<ChatEvent> events = answer(NEXT, "a", "b");
    assertEquals("Half", text(events));
    assertTrue(events.contains(new ChatEvent.Finish(0, "content_filter")));
    assertEquals(List.of("1 a FILTERED 4+1 6 6"), ledger.records(hold));
    assertEquals(List.of("FILTER a"), fixture.reported);
    counted("answer", 1);
  }

  @Test
  void oneOfSeveralChoicesThatIsFilteredDoesNotMoveTheRest() {
    choices = 2;
    channels.put(
        "a",
        () ->
            new GivenEvents(
                new ChatEvent.Finish(0, "content_filter"),
                new ChatEvent.TextDelta(1, "other", null),
                new ChatEvent.Finish(1, "stop"),
                used(4, 1)));
    channels.put("b", FilterWatchTest::fine);
    assertEquals("other", text(answer(NEXT, "a", "b")));
    counted("answer", 1);
  }

  @Test
  void anAnswerThatBeginsWithAFieldLosesNothing() {
    channels.put(
        "a",
        () ->
            new GivenEvents(
                started(),
                new ChatEvent.ChoiceFields(0, JsonValue.EMPTY_JSON_OBJECT, BODY),
                new ChatEvent.TextDelta(0, "whole", null),
                new ChatEvent.Finish(0, "stop"),
                used(3, 2)));
    List<ChatEvent> events = answer(NEXT, "a");
    assertEquals("whole", text(events));
    assertEquals(5, events.size(), events.toString());
  }

  @Test
  void keepsAStoppedAnswerForTheReviewerAndTellsTheClient() {
    channels.put("a", FilterWatchTest::halfThenFiltered);
    assertEquals("Half", text(answer("review", "a")));
    reviews.flush();
    assertEquals(1, kept.size());
    ReviewCase stopped = kept.get(0);
    assertEquals(hold.callId(), stopped.callId());
    assertEquals("team", stopped.account());
    assertEquals("key", stopped.key());
    assertEquals("public", stopped.model());
    assertEquals("upstream", stopped.upstreamModel());
    assertEquals("a", stopped.channel());
    assertEquals("answer", stopped.direction());
    assertEquals("sensitive", stopped.reason());
    assertEquals("[{\"role\":\"user\",\"content\":\"hi\"}]", stopped.prompt());
    assertEquals("Half", stopped.answer());
    assertEquals(false, stopped.truncated());
  }

  @Test
  void keepsWhatBreaksOffByAFilterOnce() {
    channels.put(
        "a",
        () ->
            new GivenEvents(
                new ChatException.Filtered(FilterHit.answer("late"), "no", null),
                started(),
                new ChatEvent.TextDelta(0, "Half", null)));
    assertThrows(ChatException.Filtered.class, () -> answer("review", "a"));
    reviews.flush();
    assertEquals(1, kept.size());
    assertEquals("late", kept.get(0).reason());
    assertEquals("Half", kept.get(0).answer());
    counted("answer", 1);
  }

  @Test
  void keepsARefusedPromptForTheReviewer() {
    channels.put("a", () -> refusing("one"));
    channels.put("b", FilterWatchTest::fine);
    assertThrows(ChatException.Filtered.class, () -> answer("review", "a", "b"));
    reviews.flush();
    assertEquals("prompt", kept.get(0).direction());
    assertEquals("1301", kept.get(0).reason());
    assertEquals("", kept.get(0).answer());
  }

  @Test
  void keepsNothingUnderAnyOtherPolicy() {
    channels.put("a", FilterWatchTest::halfThenFiltered);
    answer(SURFACE, "a");
    reviews.flush();
    assertEquals(List.of(), kept);
  }

  @Test
  void whenAllRefuseTheClientIsToldOfTheFirst() {
    channels.put("a", () -> refusing("one"));
    channels.put("b", () -> refusing("two"));
    ChatException.Filtered refused =
        assertThrows(ChatException.Filtered.class, () -> answer(NEXT, "a", "b"));
    assertEquals("one", refused.getMessage());
    assertEquals(2, ledger.records(hold).size());
    assertEquals("0", ledger.posted("revenue"));
    counted("prompt", 2);
  }

  private void counted(String direction, int times) {
    double count =
        metrics
            .registry()
            .find("gateway.content.filter")
            .tags("model", "public", "direction", direction)
            .counters()
            .stream()
            .mapToDouble(c -> c.count())
            .sum();
    assertEquals(times, count);
  }

  private List<ChatEvent> answer(String policy, String... names) {
    ContentFilters filters =
        new ContentFilters(new FilterMetrics(metrics), reviews, Clock.systemUTC());
    filters.apply(
        FilterSettings.from(new ConfigView(Map.of("gateway.model.public.content-filter", policy))));
    List<Candidate> candidates = new ArrayList<>();
    for (String name : names) {
      candidates.add(candidate(name));
    }
    Route route = new Route("public", candidates);
    Call call = new Call(hold.callId(), "request", Instant.EPOCH, fixture.cancellation);
    Caller caller = new Caller("key", "team", ModelPatterns.ALL);
    Demand demand = new Demand(caller, call, "chat", true, "public", BODY, 20, 20, choices);
    Bill bill =
        new Bill(
            demand,
            FreeAdmission.admitted(),
            hold,
            route,
            ledger.settlements(),
            metrics,
            fixture.failover.gate,
            new ChannelPermits(
                new ChannelLimits(new LimitBook((account, key, from) -> null, Clock.systemUTC())),
                1),
            new TokenCounts(AttemptFixture.LAYER));
    ChatStart start =
        ChatStart.of(
            new Providers(List.of(new Scripted())),
            AttemptFixture.LAYER,
            new ChatRequest("public", BODY, true, false, choices, 20, 20),
            candidates.get(0));
    FilterWatch watch = filters.watch(bill);
    try {
      Attempts attempts = fixture.failover.attempts(route, call, true, Resilience.NONE, bill);
      Attempts.Begun<Opening> begun = attempts.first(watch.over(start));
      return events(
          watch.over(
              new PaidAnswer(
                  begun,
                  attempts,
                  Rescue.none(),
                  bill,
                  new RequestTimer(demand, true, metrics),
                  new AnswerRecorder(Claim.none(call).part(0), begun.attempt()))));
    } catch (RuntimeException e) {
      bill.settleAfter(e);
      throw e;
    }
  }

  private static List<ChatEvent> events(Answer answer) {
    List<ChatEvent> events = new ArrayList<>();
    for (ChatEvent event = answer.next(); event != null; event = answer.next()) {
      events.add(event);
    }
    return events;
  }

  private static Candidate candidate(String channel) {
    return new Candidate(
        "public",
        "upstream",
        new ProviderCard("vendor", "V", "scripted", null, null, false, Map.of(), List.of()),
        new Endpoint(channel, URI.create("http://localhost"), null, Timeouts.DEFAULT, Map.of()),
        null);
  }

  private static ChatStream refusing(String message) {
    throw new ChatException.Filtered(FilterHit.prompt("1301"), message, null);
  }

  private static ChatStream fine() {
    return new GivenEvents(
        started(),
        new ChatEvent.TextDelta(0, "fine", null),
        new ChatEvent.Finish(0, "stop"),
        used(3, 2));
  }

  private static ChatStream halfThenFiltered() {
    return new GivenEvents(
        started(),
        new ChatEvent.TextDelta(0, "Half", null),
        FilterHit.answer("sensitive").after(true).event(0),
        new ChatEvent.Finish(0, "content_filter"),
        used(4, 1));
  }

  private static ChatEvent started() {
    return new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT);
  }

  private static ChatEvent used(long input, long output) {
    return new ChatEvent.UsageReported(Usage.of(input, output), JsonValue.EMPTY_JSON_OBJECT);
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

  private final class Store implements ReviewStore {
    @Override
    public void insert(ReviewCase stopped) {
      kept.add(stopped);
    }

    @Override
    public int removeBefore(Instant time) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class NoMeter implements ReviewMeter {
    @Override
    public void written() {}

    @Override
    public void dropped(int count) {
      throw new AssertionError(count);
    }
  }

  private final class Scripted implements Wire {
    @Override
    public String id() {
      return "scripted";
    }

    @Override
    public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
      return (request, cancellation) -> channels.get(endpoint.channel()).get();
    }

    @Override
    public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
      throw new UnsupportedOperationException();
    }
  }
}
