package io.llmgateway.it.torture;

import io.llmgateway.it.server.GatewayServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a server takes of the machine.
 *
 * @param liveMiB of the heap, after a collection
 * @param threads of the process
 * @param sockets that it has open
 */
record Footprint(long liveMiB, long threads, long sockets) {
  /** Linux only, and with the tools of the server's JDK: they collect first. */
  static Footprint of(GatewayServer server) throws IOException, InterruptedException {
    Path process = Path.of("/proc", Long.toString(server.pid()));
    try (Stream<Path> threads = Files.list(process.resolve("task"));
        Stream<Path> files = Files.list(process.resolve("fd"))) {
      return new Footprint(
          liveBytes(server.pid()) >> 20,
          threads.count(),
          files.filter(file -> target(file).startsWith("socket:")).count());
    }
  }

  private static long liveBytes(long pid) throws IOException, InterruptedException {
    String home = System.getProperty("it.java.home", System.getProperty("java.home"));
    Process jcmd =
        new ProcessBuilder(
                home + File.separator + "bin" + File.separator + "jcmd",
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    String total =
        text.lines()
            .filter(line -> line.startsWith("Total"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(text));
    String[] words = total.trim().split("\\s+");
    return Long.parseLong(words[words.length - 1]);
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // It has been closed since it was listed.
      return "";
    }
  }
}
