package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AwaitedStreamTest {
  private static final String COMMENT = ": keep-alive\n\n";

  private final Cancellation cancellation = new Cancellation();
  private final Exchange exchange =
      new Exchange(
          new Call("id", "id", Instant.EPOCH, cancellation),
          new AccessEntry(
              new Call("id", "id", Instant.EPOCH, cancellation), cancellation, "POST", "/"),
          cancellation);
  private final Client client = new Client();
  private final AwaitedStream awaited = new AwaitedStream(exchange, body -> writeTo(client, body));
  private volatile boolean closed;

  /** Hands over what is written at each flush. */
  private static final class Client extends OutputStream {
    private final BlockingQueue<String> flushed = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private volatile boolean gone;

    @Override
    public void write(int b) throws IOException {
      if (gone) {
        throw new IOException("reset by peer");
      }
      text.append((char) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (gone) {
        throw new IOException("reset by peer");
      }
      text.append(new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void flush() {
      flushed.add(text.toString());
      text.setLength(0);
    }

    String next() throws InterruptedException {
      return flushed.poll(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void leavesAResponseThatComesInTimeAlone() {
    assertFalse(awaited.silentFor(Long.MAX_VALUE));
    assertTrue(awaited.silentFor(0));

    assertTrue(awaited.answered());
    assertFalse(awaited.silentFor(0));
    awaited.beat();
    assertEquals(0, client.flushed.size());
  }

  @Test
  void beginsTheResponseWithAComment() throws Exception {
    CompletableFuture<Void> writer = CompletableFuture.runAsync(awaited::beat);
    assertEquals("", client.next());
    assertEquals(COMMENT, client.next());
    assertFalse(awaited.answered());

    beatAgain();
    assertEquals(COMMENT, client.next());

    awaited.end(stream("hello"));
    writer.get(30, TimeUnit.SECONDS);
    assertEquals("", client.next());
    assertEquals("data: hello\n\n", client.next());
    assertEquals("data: [DONE]\n\n", client.next());
    awaited.beat();
    assertEquals(0, client.flushed.size());
    assertTrue(closed);
  }

  /** A beat while the one before is still being written is left out. */
  private void beatAgain() {
    while (client.flushed.isEmpty()) {
      awaited.beat();
    }
  }

  @Test
  void endsWithAnErrorEventAndWithoutDoneWhenTheRequestFailsAfterAll() throws Exception {
    CompletableFuture<Void> writer = CompletableFuture.runAsync(awaited::beat);
    assertEquals("", client.next());
    assertEquals(COMMENT, client.next());

    awaited.end(new ChatException.Final(ErrorCode.UPSTREAM_ERROR, "all failed"));
    writer.get(30, TimeUnit.SECONDS);
    assertEquals(
        "data: {\"error\":{\"message\":\"all failed\",\"type\":\"server_error\",\"param\":null,"
            + "\"code\":\"upstream_error\"}}\n\n",
        client.next());
    assertEquals(0, client.flushed.size());
  }

  @Test
  void endsTheCallOfAClientThatTakesNoComment() {
    client.gone = true;
    CompletableFuture<Void> writer = CompletableFuture.runAsync(awaited::beat);
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    cancellation.onCancel(() -> cancelled.complete(null));
    cancelled.orTimeout(30, TimeUnit.SECONDS).join();

    awaited.end(stream("nobody reads"));
    writer.join();
    assertTrue(closed);
  }

  private static void writeTo(OutputStream out, StreamingOutput body) {
    try {
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EventStreamBody stream(String text) {
    ChatStream answer =
        new ChatStream() {
          private boolean given;

          @Override
          public ChatEvent next() {
            ChatEvent event = given ? null : new ChatEvent.TextDelta(0, text, null);
            given = true;
            return event;
          }

          @Override
          public void close() {
            closed = true;
          }
        };
    return new EventStreamBody(
        answer,
        (event, out) -> {
          out.ascii(((ChatEvent.TextDelta) event).text());
          return true;
        },
        exchange);
  }
}
