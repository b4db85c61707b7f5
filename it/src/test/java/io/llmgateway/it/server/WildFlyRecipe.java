package io.llmgateway.it.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    String made =
        Files.readString(gateway)
            + Files.readString(dataSource)
            + Operator.ADMIN
            + Operator.AUDITOR;
    Path done = wildfly.resolveSibling("made-by.cli");
    if (Files.exists(done) && Files.readString(done).equals(made)) {
      return wildfly;
    }
    Distribution.deleteTree(wildfly.getParent());
    Distribution.unpack(Workplace.distribution("wildfly.zip"), wildfly.getParent());
    try (Stream<Path> unpacked = Files.list(wildfly.getParent())) {
      Files.move(unpacked.findFirst().orElseThrow(), wildfly);
    }
    run(wildfly, "jboss-cli.sh", "--command=" + driverModule(database));
    run(wildfly, "jboss-cli.sh", "--file=" + gateway);
    run(wildfly, "jboss-cli.sh", "--file=" + dataSource);
    addUser(wildfly, Operator.ADMIN);
    addUser(wildfly, Operator.AUDITOR);
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

  private static void addUser(Path wildfly, Operator operator)
      throws IOException, InterruptedException {
    String[] arguments = {"-a", "-s", "-u", operator.name(), "-p", operator.password()};
    run(wildfly, "add-user.sh", concat(arguments, "-g", operator.role()));
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  private static void run(Path wildfly, String script, String... arguments)
      throws IOException, InterruptedException {
    Path log = wildfly.resolveSibling("cli.log");
    String path = wildfly.resolve("bin").resolve(script).toString();
    ProcessBuilder command = new ProcessBuilder(concat(new String[] {path}, arguments));
    command.environment().put("JAVA_HOME", Workplace.javaHome().toString());
    command.redirectErrorStream(true);
    command.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = command.start();
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(script + "\n" + Files.readString(log, StandardCharsets.UTF_8));
    }
  }
}
