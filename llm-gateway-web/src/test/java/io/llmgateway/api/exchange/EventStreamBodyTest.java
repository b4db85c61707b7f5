package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EventStreamBodyTest {
  private final Cancellation cancellation = new Cancellation();
  private final Exchange exchange = exchange(cancellation, cancellation);
  private boolean closed;

  /** Remembers what had been written at each flush. */
  private static final class Client extends ByteArrayOutputStream {
    final List<String> flushed = new ArrayList<>();

    @Override
    public void flush() {
      flushed.add(toString(StandardCharsets.UTF_8));
      reset();
    }
  }

  private static final class Gone extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("reset by peer");
    }
  }

  @Test
  void flushesTheHeadersAndThenEachEventByItself() {
    Client client = new Client();
    body(text("a"), text("b")).write(client);
    assertEquals(List.of("", "data: a\n\n", "data: b\n\n", "data: [DONE]\n\n"), client.flushed);
    assertTrue(closed);
  }

  @Test
  void passesOverEventsThatHaveNoChunk() {
    Client client = new Client();
    body(() -> new ChatEvent.Finish(0, "stop"), text("b")).write(client);
    assertEquals(List.of("", "data: b\n\n", "data: [DONE]\n\n"), client.flushed);
  }

  @Test
  void aFaultOfTheGatewaysOwnIsAnEventToo() {
    Client client = new Client();
    body(
            text("a"),
            () -> {
              throw new IllegalStateException("a secret");
            })
        .write(client);
    assertEquals(3, client.flushed.size());
    assertTrue(client.flushed.get(2).contains("\"code\":\"internal_error\""));
    assertFalse(client.flushed.get(2).contains("secret"));
    assertTrue(closed);
  }

  @Test
  void writesAFailureAfterTheBeginningAsAnEventAndNoDone() {
    Client client = new Client();
    body(
            text("a"),
            () -> {
              throw new ChatException.Final(ErrorCode.UPSTREAM_ERROR, "broke off");
            })
        .write(client);
    assertEquals(
        "data: {\"error\":{\"message\":\"broke off\",\"type\":\"server_error\",\"param\":null,"
            + "\"code\":\"upstream_error\"}}\n\n",
        client.flushed.get(2));
    assertEquals(3, client.flushed.size());
    assertTrue(closed);
  }

  @Test
  void endsTheAnswerWhenTheClientTakesNoMoreBytes() {
    body(text("a"), text("b")).write(new Gone());
    assertTrue(cancellation.cancelled());
    assertTrue(closed);
  }

  @Test
  void takesTheWholeAnswerOfACallThatRunsOnWithoutItsClient() {
    Cancellation client = new Cancellation();
    AtomicBoolean toTheEnd = new AtomicBoolean();
    Step last =
        () -> {
          toTheEnd.set(true);
          return null;
        };
    body(exchange(cancellation, client), text("a"), text("b"), last).write(new Gone());
    assertTrue(toTheEnd.get());
    assertTrue(client.cancelled());
    assertFalse(cancellation.cancelled());
    assertTrue(closed);
  }

  @Test
  void takesTheWholeAnswerOfACallThatRunsOnAlsoWhenTheServerNeverAsksForIt() {
    AtomicBoolean toTheEnd = new AtomicBoolean();
    Step last =
        () -> {
          toTheEnd.set(true);
          return null;
        };
    body(exchange(cancellation, new Cancellation()), text("a"), last).close();
    assertTrue(toTheEnd.get());
  }

  @Test
  void sendsAHeartbeatOnlyWhileTheStreamIsOpen() {
    Client client = new Client();
    EventStreamBody[] self = new EventStreamBody[1];
    self[0] =
        body(
            text("a"),
            () -> {
              assertTrue(self[0].silentFor(0));
              assertFalse(self[0].silentFor(Long.MAX_VALUE));
              self[0].beat();
              return text("b").get();
            });
    assertFalse(self[0].silentFor(0), "a stream that has not begun has no heartbeat");
    self[0].beat();
    self[0].write(client);
    self[0].beat();
    assertEquals(
        List.of("", "data: a\n\n", ": keep-alive\n\n", "data: b\n\n", "data: [DONE]\n\n"),
        client.flushed);
  }

  /** What the next call of an answer does. */
  private interface Step extends Supplier<ChatEvent> {}

  private EventStreamBody body(Step... events) {
    return body(exchange, events);
  }

  private EventStreamBody body(Exchange exchange, Step... events) {
    List<Step> waiting = new ArrayList<>(List.of(events));
    ChatStream answer =
        new ChatStream() {
          @Override
          public ChatEvent next() {
            return waiting.isEmpty() ? null : waiting.remove(0).get();
          }

          @Override
          public void close() {
            closed = true;
          }
        };
    return new EventStreamBody(answer, EventStreamBodyTest::writeText, exchange);
  }

  private static boolean writeText(ChatEvent event, JsonBytes out) {
    if (event instanceof ChatEvent.TextDelta text) {
      out.ascii(text.text());
      return true;
    }
    return false;
  }

  private static Step text(String text) {
    return () -> new ChatEvent.TextDelta(0, text, null);
  }

  /**
   * @param client as the call's own cancellation, or another one when the call runs on
   */
  private static Exchange exchange(Cancellation cancellation, Cancellation client) {
    Call call = new Call("c1", "r1", Instant.EPOCH, cancellation);
    return new Exchange(
        call, new AccessEntry(call, client, "POST", "/v1/chat/completions"), client);
  }
}
