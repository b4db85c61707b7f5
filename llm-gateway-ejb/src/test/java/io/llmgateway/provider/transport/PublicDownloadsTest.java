package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.llmgateway.chat.Cancellation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicDownloadsTest {
  private static final byte[] DOCUMENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
  }

  @Test
  void fetchesUpToTheLimitAndNotMore() throws IOException {
    try (PublicDownloads downloads = open()) {
      assertArrayEquals(DOCUMENT, get(downloads, "/document", 10));
      assertArrayEquals(DOCUMENT, get(downloads, "/chunked", 10));
      assertThrows(IOException.class, () -> get(downloads, "/document", 9));
      assertThrows(IOException.class, () -> get(downloads, "/chunked", 9));
      assertThrows(IOException.class, () -> get(downloads, "/none", 10));
    }
  }

  @Test
  void followsAFewRedirects() throws IOException {
    try (PublicDownloads downloads = open()) {
      assertArrayEquals(DOCUMENT, get(downloads, "/moved", 10));
      assertThrows(IOException.class, () -> get(downloads, "/loop", 10));
      assertEquals(4, asked.stream().filter("/loop"::equals).count());
    }
  }

  @Test
  void asksThePublicInternetOnly() {
    try (PublicDownloads downloads = new PublicDownloads(PublicAddresses::contain, uri -> true)) {
      for (String host :
          List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0")) {
        URI uri = URI.create(base.replace("127.0.0.1", host) + "/document");
        assertThrows(IOException.class, () -> downloads.get(uri, 10, new Cancellation()), host);
      }
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void looksAtTheAddressAgainAfterARedirect() {
    try (PublicDownloads downloads =
        new PublicDownloads(address -> address.getHostAddress().equals("127.0.0.1"), uri -> true)) {
      assertThrows(IOException.class, () -> get(downloads, "/inside", 10));
    }
    assertEquals(List.of("/inside"), asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "file:///etc/passwd",
        "http://user:secret@example.com/",
        "http://example.com:22/",
        "http:///x",
        "/x",
      })
  void refusesAddressesBeforeAnythingIsResolved(String uri) {
    try (PublicDownloads downloads = new PublicDownloads()) {
      IOException refused =
          assertThrows(
              IOException.class, () -> downloads.get(URI.create(uri), 10, new Cancellation()));
      assertTrue(refused.getMessage().startsWith("its address is not"), refused.getMessage());
    }
  }

  @Test
  void endsWhenTheCallIsCancelled() throws InterruptedException {
    try (PublicDownloads downloads = open()) {
      Cancellation cancellation = new Cancellation();
      Thread client = Thread.currentThread();
      Thread canceller =
          new Thread(
              () -> {
                try {
                  arrived.await();
                  cancellation.cancel();
                } catch (InterruptedException e) {
                  client.interrupt();
                }
              });
      canceller.start();

      assertThrows(
          IOException.class, () -> downloads.get(URI.create(base + "/never"), 10, cancellation));
      canceller.join();
    }
  }

  private PublicDownloads open() {
    return new PublicDownloads(address -> true, uri -> true);
  }

  private byte[] get(PublicDownloads downloads, String path, int most) throws IOException {
    return downloads.get(URI.create(base + path), most, new Cancellation());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    switch (path) {
      case "/document" -> send(exchange, DOCUMENT.length);
      case "/chunked" -> send(exchange, 0);
      case "/moved" -> redirect(exchange, "/document");
      case "/loop" -> redirect(exchange, "/loop");
      case "/inside" -> redirect(exchange, base.replace("127.0.0.1", "127.0.0.2") + "/document");
      case "/never" -> waitForEnd();
      default -> exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  private void waitForEnd() {
    arrived.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int length) throws IOException {
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(DOCUMENT);
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }
}
