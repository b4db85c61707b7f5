package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UpstreamClientTest {
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));

  private final UpstreamClient client = new UpstreamClient();

  @AfterEach
  void close() {
    client.close();
  }

  private UpstreamExchange post(CannedProvider provider, byte[] body) {
    return client.post(
        new UpstreamRequest(
            provider.uri(), Map.of("Authorization", "Bearer k"), body, true, TIMEOUTS),
        new Cancellation());
  }

  private String answer(CannedProvider provider) {
    return answer(post(provider, new byte[] {'{', '}'}));
  }

  private static String answer(UpstreamExchange exchange) {
    String body = new AnswerReader(exchange.body()).restAsText(1024 * 1024);
    exchange.close(true);
    return body;
  }

  private static void ok(CannedProvider.Exchange exchange) throws IOException {
    exchange.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
  }

  @Test
  void sendsOnlyTheHeadersThatItMust() {
    try (CannedProvider provider = new CannedProvider(UpstreamClientTest::ok)) {
      assertEquals("ok", answer(provider));
      String head = provider.requests.remove().head().toLowerCase(Locale.ROOT);
      assertTrue(head.startsWith("post /v1 http/1.1\r\n"));
      assertTrue(head.contains("authorization: bearer k\r\n"));
      assertTrue(head.contains("content-type: application/json\r\n"));
      assertTrue(head.contains("accept: text/event-stream, application/json\r\n"));
      assertTrue(head.contains("user-agent: llm-gateway\r\n"));
      for (String absent : List.of("upgrade", "accept-encoding", "expect", "cookie", "transfer-")) {
        assertFalse(head.contains(absent), head);
      }
    }
  }

  @Test
  void usesAConnectionAgain() {
    try (CannedProvider provider = new CannedProvider(UpstreamClientTest::ok)) {
      for (int i = 0; i < 5; i++) {
        assertEquals("ok", answer(provider));
      }
      assertEquals(1, provider.connections());
    }
  }

  @Test
  void usesAConnectionAgainWhenTheEndWasSeenButNotTheLastByte() {
    try (CannedProvider provider = new CannedProvider(UpstreamClientTest::ok)) {
      for (int i = 0; i < 3; i++) {
        UpstreamExchange exchange = post(provider, new byte[] {'{', '}'});
        new AnswerReader(exchange.body()).firstByte();
        exchange.close(true);
      }
      assertEquals(1, provider.connections());
    }
  }

  @Test
  void doesNotWaitLongForTheLastByte() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange ->
                exchange.write(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n"))) {
      UpstreamExchange exchange = post(provider, new byte[] {'{', '}'});
      new AnswerReader(exchange.body()).firstByte();
      long start = System.nanoTime();
      exchange.close(true);
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
    }
  }

  @Test
  void noticesThatAnIdleConnectionWasClosed() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              ok(exchange);
              exchange.socket().close();
              closed.countDown();
            })) {
      assertEquals("ok", answer(provider));
      closed.await();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      assertEquals("ok", answer(provider));
      assertEquals(2, provider.connections());
    }
  }

  @Test
  void repeatsARequestThatCouldNotBeWrittenToAReusedConnection() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              ok(exchange);
              exchange.socket().setSoLinger(true, 0);
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
              exchange.socket().close();
              reset.countDown();
            })) {
      assertEquals("ok", answer(provider));
      reset.await();
      provider.script(UpstreamClientTest::ok);
      assertEquals("ok", answer(provider));
      assertEquals(2, provider.connections());
    }
  }

  @Test
  void doesNotRepeatARequestThatTheProviderMayHaveBegunToWorkOn() {
    try (CannedProvider provider = new CannedProvider(UpstreamClientTest::ok)) {
      assertEquals("ok", answer(provider));
      provider.script(exchange -> exchange.socket().close());
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.CONNECT, e.outcome());
      assertEquals(2, provider.requests.size());
      assertEquals(1, provider.connections());
    }
  }

  @Test
  void sendsAndReceivesMegabytes() {
    byte[] body = new byte[3 * 1024 * 1024];
    java.util.Arrays.fill(body, (byte) 'x');
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: " + exchange.body().length() + "\r\n\r\n");
              exchange.write(exchange.body());
            })) {
      UpstreamExchange exchange = post(provider, body);
      assertEquals(
          body.length, new AnswerReader(exchange.body()).restAsText(8 * 1024 * 1024).length());
      exchange.close(true);
    }
  }

  @Test
  void refusesEndlessHeaders() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write("HTTP/1.1 200 OK\r\n");
              for (int i = 0; i < 100_000; i++) {
                exchange.write("X-More-" + i + ": more\r\n");
              }
            })) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
    }
  }

  @Test
  void doesNotGoOnToTheNextAddressOfAHostWhenItIsCancelled() throws Exception {
    try (CannedProvider second = new CannedProvider(UpstreamClientTest::ok);
        HangingAddress first = new HangingAddress();
        UpstreamClient two = new UpstreamClient(first.before(second.uri().getPort()))) {
      Cancellation cancellation = new Cancellation();
      Thread canceller =
          new Thread(
              () -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                cancellation.cancel();
              });
      canceller.start();
      ChatException.Retryable e =
          assertThrows(
              ChatException.Retryable.class,
              () ->
                  two.post(
                      new UpstreamRequest(
                          URI.create("http://two.test/"), Map.of(), new byte[2], true, TIMEOUTS),
                      cancellation));
      canceller.join();
      assertEquals(Outcome.CANCELLED, e.outcome());
      assertEquals(0, second.connections());
    }
  }

  /** A late abortion must never hit the call that uses the connection next. */
  @Test
  void keepsCallsApartWhenManyAreAborted() throws Exception {
    try (CannedProvider echo =
        new CannedProvider(
            exchange ->
                exchange.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: "
                        + exchange.body().length()
                        + "\r\n\r\n"
                        + exchange.body()))) {
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int thread = i;
        results.add(threads.submit(() -> callAndAbort(echo, thread)));
      }
      int answered = 0;
      for (Future<Integer> result : results) {
        answered += result.get();
      }
      threads.shutdown();
      assertEquals(16 * 50, answered);
    }
  }

  private int callAndAbort(CannedProvider echo, int thread) {
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      String body = thread + " " + i;
      Cancellation cancellation = new Cancellation();
      UpstreamExchange exchange =
          client.post(
              new UpstreamRequest(
                  echo.uri(), Map.of(), body.getBytes(StandardCharsets.UTF_8), true, TIMEOUTS),
              cancellation);
      if (i % 2 == 0) {
        assertEquals(body, answer(exchange));
        answered++;
      } else {
        exchange.close(i % 4 == 1);
      }
      cancellation.cancel();
      exchange.abort();
    }
    return answered;
  }

  @Test
  void endsItsThreadWhenItIsClosed() throws Exception {
    try (CannedProvider provider = new CannedProvider(UpstreamClientTest::ok)) {
      answer(provider);
    }
    long before = watchers();
    client.close();
    for (int i = 0; i < 100 && watchers() >= before; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertTrue(watchers() < before);
  }

  private static long watchers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("llm-gateway-deadlines"))
        .count();
  }

  /** An address where connecting takes for ever. */
  private static final class HangingAddress implements AutoCloseable {
    private final java.net.ServerSocket server =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    HangingAddress() throws IOException {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(server.getLocalSocketAddress(), 200);
        } catch (java.net.SocketTimeoutException e) {
          return;
        }
      }
      throw new IllegalStateException("the backlog does not fill");
    }

    /** A resolver that gives this address before another port of the same machine. */
    DnsResolver before(int port) {
      return new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<InetSocketAddress> resolve(String host, int ignored) {
          return List.of(
              (InetSocketAddress) server.getLocalSocketAddress(),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        @Override
        public String resolveCanonicalHostname(String host) {
          return host;
        }
      };
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      server.close();
    }
  }
}
