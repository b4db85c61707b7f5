package io.llmgateway.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Open Liberty: one installation for all, and a user folder for each server. */
final class LibertyRecipe implements ServerRecipe {
  /** The same at each start of a server: its keys are kept under it. */
  private static final String LTPA_PASSWORD = UUID.randomUUID().toString();

  @Override
  public void install(Path home, String database) throws IOException {
    unpackOnce();
    Path server = home.resolve("usr/servers/gateway");
    Distribution.copyTree(Workplace.serverConfig().resolve("liberty"), server);
    Files.createDirectories(server.resolve("apps"));
    Files.createDirectories(server.resolve("jdbc"));
    String driver = database + ".jar";
    Files.copy(Workplace.distribution(driver), server.resolve("jdbc").resolve(driver));
  }

  @Override
  public Path deployment(Path home) {
    return home.resolve("usr/servers/gateway/apps/llm-gateway.ear");
  }

  @Override
  public ProcessBuilder command(Path home, String database, int httpPort) {
    Path script = installation().resolve("wlp/bin/server");
    ProcessBuilder command = new ProcessBuilder(script.toString(), "run", "gateway");
    command.environment().put("WLP_USER_DIR", home.resolve("usr").toString());
    command.environment().put("HTTP_HOST", "localhost");
    command.environment().put("HTTP_PORT", Integer.toString(httpPort));
    command.environment().put("DATABASE", database);
    command.environment().put("GATEWAY_ADMIN_PASSWORD", Operator.ADMIN.password());
    command.environment().put("GATEWAY_AUDITOR_PASSWORD", Operator.AUDITOR.password());
    // what "server create" writes into server.env, by another name
    command.environment().put("ltpa_keys_password", LTPA_PASSWORD);
    return command;
  }

  private static Path installation() {
    return Workplace.work().resolve("openliberty");
  }

  private static synchronized void unpackOnce() throws IOException {
    Path done = installation().resolve("unpacked");
    if (!Files.exists(done)) {
      Distribution.deleteTree(installation());
      Distribution.unpack(Workplace.distribution("openliberty.zip"), installation());
      Files.createFile(done);
    }
  }
}
