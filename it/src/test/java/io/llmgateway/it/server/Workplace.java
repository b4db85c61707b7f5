package io.llmgateway.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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

  /** SIGKILL for a process of this test and all that it has started; returns when they are gone. */
  static void killTree(ProcessHandle root) {
    List<ProcessHandle> all = Stream.concat(Stream.of(root), root.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
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
