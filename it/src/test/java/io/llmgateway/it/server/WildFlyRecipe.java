package io.llmgateway.it.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * WildFly: one installation per database, made by the CLI scripts that operators run by hand, and a
 * copy of its {@code standalone} folder for each server.
 */
final class WildFlyRecipe implements ServerRecipe {
  private static final String DRIVER_DEPENDENCIES =
      "jakarta.transaction.api,java.desktop,java.logging,java.management,java.naming,"
          + "java.scripting,java.security.sasl,java.sql,java.transaction.xa,java.xml,jdk.unsupported";

  @Override
  public void install(Path home, String database) throws IOException, InterruptedException {
    Path wildfly = configureOnce(database);
    Distribution.copyTree(wildfly.resolve("standalone"), home.resolve("standalone"));
  }

  @Override
  public Path deployment(Path home) {
    return home.resolve("standalone/deployments/llm-gateway.ear");
  }

  @Override
  public ProcessBuilder command(Path home, String database, int httpPort) {
    ProcessBuilder command =
        new ProcessBuilder(
            installation(database).resolve("bin/standalone.sh").toString(),
            "-b=localhost",
            "-Djboss.server.base.dir=" + home.resolve("standalone"),
            "-Djboss.http.port=" + httpPort,
            "-Djboss.https.port=0",
            "-Djboss.management.http.port=0");
    command.environment().put("JBOSS_JAVA_SIZING", "-Xms256m -Xmx1g -XX:MetaspaceSize=96m");
    return command;
  }

  private static Path installation(String database) {
    return Workplace.work().resolve("wildfly-" + database).resolve("wildfly");
  }

  private static synchronized Path configureOnce(String database)
      throws IOException, InterruptedException {
    Path wildfly = installation(database);
    Path scripts = Workplace.serverConfig().resolve("wildfly");
    Path gateway = scripts.resolve("gateway.cli");
    Path dataSource = scripts.resolve("database-" + database + ".cli");
    String made = Files.readString(gateway) + Files.readString(dataSource);
    Path done = wildfly.resolveSibling("made-by.cli");
    if (Files.exists(done) && Files.readString(done).equals(made)) {
      return wildfly;
    }
    Distribution.deleteTree(wildfly.getParent());
    Distribution.unpack(Workplace.distribution("wildfly.zip"), wildfly.getParent());
    try (Stream<Path> unpacked = Files.list(wildfly.getParent())) {
      Files.move(unpacked.findFirst().orElseThrow(), wildfly);
    }
    cli(wildfly, "--command=" + driverModule(database));
    cli(wildfly, "--file=" + gateway);
    cli(wildfly, "--file=" + dataSource);
    Files.writeString(done, made);
    return wildfly;
  }

  private static String driverModule(String database) {
    Path jar = Workplace.distribution(database + ".jar");
    return "module add --name=io.llmgateway.jdbc."
        + database
        + " --resources="
        + jar
        + " --dependencies="
        + DRIVER_DEPENDENCIES;
  }

  private static void cli(Path wildfly, String argument) throws IOException, InterruptedException {
    Path log = wildfly.resolveSibling("cli.log");
    ProcessBuilder command =
        new ProcessBuilder(wildfly.resolve("bin/jboss-cli.sh").toString(), argument);
    command.environment().put("JAVA_HOME", Workplace.javaHome().toString());
    command.redirectErrorStream(true);
    command.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = command.start();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "jboss-cli " + argument + "\n" + Files.readString(log, StandardCharsets.UTF_8));
    }
  }
}
