package io.llmgateway.it.server;

import java.io.IOException;
import java.nio.file.Path;

/** How one kind of application server is laid out on disk and started. */
interface ServerRecipe {

  /**
   * Lays out a server without an application below {@code home}.
   *
   * @param database {@code h2} or {@code postgresql}
   */
  void install(Path home, String database) throws IOException, InterruptedException;

  /** Where an EAR lies, to be deployed when the server starts. */
  Path deployment(Path home);

  /** The process to start, still without the settings that are the same for all servers. */
  ProcessBuilder command(Path home, String database, int httpPort);
}
