package io.llmgateway.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the build has put what the servers are made of, and where they may write. */
final class Workplace {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Workplace() {}

  static Path ear() {
    return path("it.ear", "../llm-gateway-ear/target/llm-gateway.ear");
  }

  static Path serverConfig() {
    return path("it.server-config", "../server-config");
  }

  static Path distribution(String file) {
    return path("it.distributions", "target/distributions").resolve(file);
  }

  static Path work() {
    return path("it.work", "target/servers");
  }

  /** The JDK that runs the servers: {@code it.java.home}, else the one that runs the tests. */
  static Path javaHome() {
    return path("it.java.home", System.getProperty("java.home"));
  }

  /** A new folder of its own for one server. */
  static Path newHome(String kind) throws IOException {
    String name = kind + "-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    return Files.createDirectories(work().resolve("run").resolve(name));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path path(String property, String otherwise) {
    return Path.of(System.getProperty(property, otherwise)).toAbsolutePath().normalize();
  }
}
