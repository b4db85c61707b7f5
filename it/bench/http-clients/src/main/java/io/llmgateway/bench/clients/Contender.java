package io.llmgateway.bench.clients;

import java.util.concurrent.CompletableFuture;

/** One HTTP client in one way of use, configured as the gateway would: timeouts on, no retries. */
sealed interface Contender permits Contender.Blocking, Contender.Async {
  /** Called on a thread per request (a virtual one where the JDK has them). */
  non-sealed interface Blocking extends Contender {
    /** Posts the body as JSON; returns the number of bytes of the answer. */
    int post(byte[] body) throws Exception;

    /** Posts the body and reads the event stream to its end; returns the number of events. */
    int stream(byte[] body, String path) throws Exception;
  }

  /** Called on any thread; answers on the client's own. */
  non-sealed interface Async extends Contender {
    CompletableFuture<Integer> post(byte[] body);

    CompletableFuture<Integer> stream(byte[] body, String path);
  }

  /** The contender of that name, for an upstream on this port of the loopback interface. */
  static Contender named(String name, int port) throws Exception {
    String base = "http://127.0.0.1:" + port;
    return switch (name) {
      case "jdk-blocking" -> new JdkBlocking(base);
      case "jdk-async" -> new JdkAsync(base);
      case "jdk-urlconnection" -> new UrlConnection(base);
      case "hc5-classic" -> new ApacheClassic(base);
      case "hc5-async-pull" -> new ApacheAsyncPull(base);
      case "hc5-async" -> new ApacheAsync(base);
      case "jetty-blocking" -> new JettyBlocking(base);
      case "jetty-async" -> new JettyAsync(base);
      case "okhttp-blocking" -> new OkHttpBlocking(base);
      case "raw-sockets" -> new RawSockets(port);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
