package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.transport.CannedProvider;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OpenAiDeadlinesTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String HELLO =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"}}]}\n\n";

  /** Wide enough for a busy machine, and far less than the next deadline of each test. */
  private static final long TOLERANCE = 1_000;

  @BeforeAll
  static void warmUp() {
    Answers.stream("{'choices':[{'delta':{'content':'x'},'finish_reason':'stop'}]}");
  }

  private static Timeouts timeouts(int connect, int firstToken, int idle, int total) {
    return new Timeouts(
        Duration.ofMillis(connect),
        Duration.ofMillis(firstToken),
        Duration.ofMillis(idle),
        Duration.ofMillis(total));
  }

  /** Runs a call that must time out, and measures how long that takes. */
  private static void timesOut(long millis, org.junit.jupiter.api.function.Executable call) {
    long start = System.nanoTime();
    ChatException.Retryable e = assertThrows(ChatException.Retryable.class, call);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertEquals(Outcome.TIMEOUT, e.outcome());
    assertEquals(ErrorCode.UPSTREAM_TIMEOUT, e.code());
    assertTrue(took >= millis && took <= millis + TOLERANCE, "took " + took + " ms");
  }

  @Test
  void boundsTheTimeToTheHeaders() {
    try (CannedProvider provider = new CannedProvider(CannedProvider.Exchange::awaitClose)) {
      timesOut(
          200,
          () -> Answers.open(provider, true, timeouts(5000, 200, 5000, 5000), new Cancellation()));
    }
  }

  @Test
  void boundsTheTimeToTheFirstTokenWhateverCommentsArrive() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(HEAD);
              while (true) {
                exchange.write(": keep-alive\n\n");
                pause(20);
              }
            })) {
      timesOut(
          300,
          () ->
              Answers.all(
                  Answers.open(
                      provider, true, timeouts(5000, 300, 5000, 5000), new Cancellation())));
    }
  }

  @Test
  void boundsAPauseAfterTheFirstToken() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(HEAD + HELLO);
              exchange.awaitClose();
            })) {
      ChatStream stream =
          Answers.open(provider, true, timeouts(5000, 5000, 200, 5000), new Cancellation());
      assertTrue(stream.next() instanceof ChatEvent.Started);
      assertTrue(stream.next() instanceof ChatEvent.TextDelta);
      timesOut(200, stream::next);
      stream.close();
    }
  }

  @Test
  void waitsLongerForTheFirstTokenThanInAPause() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(HEAD);
              pause(600); // a model that is loaded first
              exchange.write(HELLO);
              exchange.awaitClose();
            })) {
      ChatStream stream =
          Answers.open(provider, true, timeouts(5000, 5000, 200, 9000), new Cancellation());
      assertTrue(stream.next() instanceof ChatEvent.Started);
      assertTrue(stream.next() instanceof ChatEvent.TextDelta);
      timesOut(200, stream::next);
      stream.close();
    }
  }

  @Test
  void takesCommentsForSignsOfLifeButNotBeyondTheTotal() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(HEAD + HELLO);
              while (true) {
                exchange.write(": keep-alive\n\n");
                pause(20);
              }
            })) {
      timesOut(
          700,
          () ->
              Answers.all(
                  Answers.open(
                      provider, true, timeouts(5000, 5000, 200, 700), new Cancellation())));
    }
  }

  @Test
  void doesNotCountTheTimeInWhichNobodyReads() throws Exception {
    try (CannedProvider provider =
        new CannedProvider(
            exchange ->
                exchange.write(
                    HEAD
                        + HELLO
                        + "data: {\"choices\":[{\"index\":0,\"delta\":{},"
                        + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"))) {
      ChatStream stream =
          Answers.open(provider, true, timeouts(5000, 5000, 100, 5000), new Cancellation());
      stream.next();
      stream.next();
      pause(300);
      assertEquals(new ChatEvent.Finish(0, "stop"), stream.next());
      assertNull(stream.next());
      stream.close();
    }
  }

  @Test
  void boundsAJsonAnswerByTheTotalOnly() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n\n");
              while (true) {
                exchange.write("\n");
                pause(50);
              }
            })) {
      timesOut(
          500,
          () ->
              Answers.all(
                  Answers.open(
                      provider, false, timeouts(5000, 100, 100, 500), new Cancellation())));
    }
  }

  @Test
  void boundsTheTimeToConnect() throws Exception {
    try (FullServer server = new FullServer()) {
      timesOut(300, () -> server.call(timeouts(300, 5000, 5000, 5000), new Cancellation()));
    }
  }

  @Test
  void countsTheTlsHandshakeAsConnecting() {
    try (CannedProvider provider = new CannedProvider(CannedProvider.Exchange::awaitClose)) {
      URI uri = URI.create(provider.uri().toString().replace("http:", "https:"));
      timesOut(300, () -> call(uri, timeouts(300, 5000, 5000, 5000), new Cancellation()));
    }
  }

  @Test
  void doesNotWaitLongForAnEndThatNobodyNeeds() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(
                  HEAD
                      + HELLO
                      + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                      + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n");
              exchange.awaitClose();
            })) {
      long start = System.nanoTime();
      List<ChatEvent> events =
          Answers.all(
              Answers.open(provider, true, timeouts(5000, 9000, 9000, 9000), new Cancellation()));
      assertEquals(new ChatEvent.Finish(0, "stop"), events.get(2));
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
    }
  }

  @Test
  void isCancelledWhileItConnects() throws Exception {
    try (FullServer server = new FullServer()) {
      Cancellation cancellation = new Cancellation();
      cancelIn(200, cancellation);
      cancelled(200, () -> server.call(Answers.TIMEOUTS, cancellation));
    }
  }

  @Test
  void isCancelledWhileItWaitsForHeaders() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.awaitClose();
              closed.countDown();
            })) {
      Cancellation cancellation = new Cancellation();
      cancelIn(200, cancellation);
      cancelled(200, () -> Answers.open(provider, true, Answers.TIMEOUTS, cancellation));
      assertTrue(closed.await(1, TimeUnit.SECONDS), "the provider sees the close");
    }
  }

  @Test
  void isCancelledInTheMiddleOfAStream() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(HEAD + HELLO);
              exchange.awaitClose();
              closed.countDown();
            })) {
      Cancellation cancellation = new Cancellation();
      ChatStream stream = Answers.open(provider, true, Answers.TIMEOUTS, cancellation);
      stream.next();
      stream.next();
      cancelIn(200, cancellation);
      cancelled(200, stream::next);
      assertTrue(closed.await(1, TimeUnit.SECONDS), "the provider sees the close");
      stream.close();
    }
  }

  @Test
  void isRefusedAtOnceWhenItIsCancelledBefore() {
    try (CannedProvider provider = new CannedProvider(CannedProvider.Exchange::awaitClose)) {
      Cancellation cancellation = new Cancellation();
      cancellation.cancel();
      cancelled(0, () -> Answers.open(provider, true, Answers.TIMEOUTS, cancellation));
    }
  }

  @Test
  void closesTheConnectionWhenTheStreamIsClosedEarly() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(HEAD + HELLO);
              exchange.awaitClose();
              closed.countDown();
            })) {
      ChatStream stream = Answers.open(provider, true);
      stream.next();
      stream.close();
      assertTrue(closed.await(1, TimeUnit.SECONDS), "the provider sees the close");
    }
  }

  private static void cancelled(long millis, org.junit.jupiter.api.function.Executable call) {
    long start = System.nanoTime();
    ChatException.Retryable e = assertThrows(ChatException.Retryable.class, call);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertEquals(Outcome.CANCELLED, e.outcome());
    assertTrue(took <= millis + TOLERANCE, "took " + took + " ms");
  }

  private static void cancelIn(long millis, Cancellation cancellation) {
    Thread thread =
        new Thread(
            () -> {
              pause(millis);
              cancellation.cancel();
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void call(URI uri, Timeouts timeouts, Cancellation cancellation) {
    new OpenAiWire(Answers.CLIENT, Answers.AUTHENTICATORS)
        .chat(
            Answers.card(Map.of()),
            new io.llmgateway.chat.Endpoint("channel", uri, null, timeouts, Map.of()))
        .chat(Answers.request(true), cancellation);
  }

  /** The passing of time is what these tests are about. */
  private static void pause(long millis) {
    java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Listens, but accepts no connection: further ones hang in the three-way handshake. */
  private static final class FullServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    FullServer() throws Exception {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(server.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
      throw new IllegalStateException("the backlog does not fill");
    }

    void call(Timeouts timeouts, Cancellation cancellation) {
      OpenAiDeadlinesTest.call(
          URI.create("http://127.0.0.1:" + server.getLocalPort()), timeouts, cancellation);
    }

    @Override
    public void close() throws Exception {
      for (Socket socket : waiting) {
        socket.close();
      }
      server.close();
    }
  }
}
