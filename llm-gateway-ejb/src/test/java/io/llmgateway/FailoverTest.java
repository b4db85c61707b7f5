package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.admission.Caller;
import io.llmgateway.admission.ModelPatterns;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailoverTest {
  private final Failover failover = new Failover(Clock.systemUTC(), () -> 3);
  private final Cancellation cancellation = new Cancellation();
  private final List<String> tried = new ArrayList<>();
  private final List<String> announced = new ArrayList<>();
  private boolean unaccountable;

  @Test
  void triesCandidatesInOrderUntilOneBegins() {
    Failover.Begun<String> begun = failover.first(bill("a", "b", "c"), c -> answerFrom("b", c));
    assertEquals("b", begun.value());
    assertEquals(2, begun.attempt().number());
    assertEquals(List.of("a", "b"), tried);
  }

  @Test
  void announcesEachAttemptBeforeItBegins() {
    failover.first(
        bill("a", "b", "c"),
        c -> {
          assertEquals(c.channel(), announced.get(announced.size() - 1));
          return answerFrom("b", c);
        });
    assertEquals(List.of("a", "b"), announced);
  }

  @Test
  void callsNobodyWhenTheCallCouldNotBeAccountedFor() {
    unaccountable = true;
    assertThrows(
        ChatException.Final.class, () -> failover.first(bill("a", "b"), c -> answerFrom("a", c)));
    assertEquals(List.of(), tried);
  }

  @Test
  void stopsAtARequestThatIsItselfAtFault() {
    ChatException.Final fault = new ChatException.Final(ErrorCode.INVALID_REQUEST, "bad", "tools");
    ChatException thrown =
        assertThrows(
            ChatException.class,
            () ->
                failover.first(
                    bill("a", "b"),
                    c -> {
                      tried.add(c.channel());
                      throw fault;
                    }));
    assertSame(fault, thrown);
    assertEquals(List.of("a"), tried);
  }

  @Test
  void triesNoMoreThanTheAttemptsAllowed() {
    assertThrows(
        ChatException.class,
        () -> failover.first(bill("a", "b", "c", "d"), c -> answerFrom("d", c)));
    assertEquals(List.of("a", "b", "c"), tried);
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
                failover.first(
                    bill("a", "b"),
                    c -> {
                      tried.add(c.channel());
                      cancellation.cancel();
                      throw failure(c, Outcome.SERVER);
                    }));
    assertEquals(Outcome.CANCELLED, ((ChatException.Retryable) thrown).outcome());
    assertEquals(List.of("a"), tried);
  }

  @Test
  void takesAStumblingTranslatorForAFailedProvider() {
    Failover.Begun<String> begun =
        failover.first(
            bill("a", "b"),
            c -> {
              if (c.channel().equals("a")) {
                throw new ClassCastException("not an object");
              }
              return c.channel();
            });
    assertEquals("b", begun.value());
  }

  @Test
  void opensAnAnswerOnlyAtItsFirstUsefulEvent() {
    ChatEvent started = new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT);
    ChatEvent text = new ChatEvent.TextDelta(0, "hi", null);
    assertEquals(
        List.of(started, text), List.copyOf(Opening.of(new Events(started, text)).preamble()));

    Events empty = new Events(started);
    assertThrows(ChatException.Retryable.class, () -> Opening.of(empty));
    assertFalse(empty.open);
  }

  private String answerFrom(String channel, Candidate candidate) {
    tried.add(candidate.channel());
    if (!candidate.channel().equals(channel)) {
      throw failure(candidate, Outcome.SERVER);
    }
    return channel;
  }

  private ChatException.Retryable verdict(Outcome first, Outcome second) {
    return assertThrows(
        ChatException.Retryable.class,
        () ->
            failover.first(
                bill("a", "b"),
                c -> {
                  throw failure(c, c.channel().equals("a") ? first : second);
                }));
  }

  private static ChatException.Retryable failure(Candidate candidate, Outcome outcome) {
    ErrorCode code =
        switch (outcome) {
          case RATE -> ErrorCode.RATE_LIMIT_EXCEEDED;
          case TIMEOUT -> ErrorCode.UPSTREAM_TIMEOUT;
          default -> ErrorCode.UPSTREAM_ERROR;
        };
    Duration wait = Duration.ofSeconds(candidate.channel().equals("a") ? 7 : 2);
    return new ChatException.Retryable(
        code, outcome, candidate.channel() + " says " + outcome, wait, null);
  }

  private Bill bill(String... channels) {
    List<Candidate> candidates = new ArrayList<>();
    ProviderCard card =
        new ProviderCard("p", "P", "openai", null, null, false, Map.of(), List.of());
    for (String channel : channels) {
      Endpoint endpoint =
          new Endpoint(channel, URI.create("http://localhost"), null, Timeouts.DEFAULT, Map.of());
      candidates.add(new Candidate("m", "u", card, endpoint, null));
    }
    Call call = new Call("id", "id", Instant.EPOCH, cancellation);
    Demand demand =
        new Demand(
            new Caller("k", "acc", ModelPatterns.ALL),
            call,
            "chat",
            false,
            "m",
            JsonValue.EMPTY_JSON_OBJECT,
            0,
            0,
            1);
    return new Bill(demand, null, null, new Route("m", candidates), null, new GatewayMetrics()) {
      @Override
      void begins(Attempt attempt) {
        if (unaccountable) {
          throw new ChatException.Final(ErrorCode.OVERLOADED, "no journal");
        }
        announced.add(attempt.candidate().channel());
      }
    };
  }

  /** A stream of given events. */
  private static final class Events implements ChatStream {
    private final Iterator<ChatEvent> events;
    private boolean open = true;

    Events(ChatEvent... events) {
      this.events = List.of(events).iterator();
    }

    @Override
    public ChatEvent next() {
      return events.hasNext() ? events.next() : null;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
