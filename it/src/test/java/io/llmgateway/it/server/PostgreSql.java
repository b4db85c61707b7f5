package io.llmgateway.it.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL from binaries of Maven Central, for the time of this JVM. As root it runs in a
 * user namespace of its own, because {@code initdb} refuses to run as root.
 */
final class PostgreSql implements DatabaseServer {
  private static PostgreSql shared;

  private final Path data;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();
  private EmbeddedPostgres server;

  private PostgreSql(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    this.server = launch();
  }

  static synchronized PostgreSql shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  static PostgreSql start() {
    try {
      return new PostgreSql(Workplace.newHome("postgresql").resolve("data"), Workplace.freePort());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
  }

  @Override
  public GatewayDatabase newDatabase() {
    String name = "gateway" + databases.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    String url = "jdbc:postgresql://localhost:" + port + "/" + name;
    return new GatewayDatabase(
        "postgresql",
        Map.of("DATABASE_URL", url, "DATABASE_USER", "postgres", "DATABASE_PASSWORD", "postgres"));
  }

  @Override
  public void kill() {
    try {
      long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
      Workplace.killTree(ProcessHandle.of(postmaster).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void restart() {
    try {
      server.close();
      server = launch();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start again", e);
    }
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("max_connections", "200")
        // As in a PostgreSQL that nobody has configured; the embedded one would lose commits.
        .setServerConfig("synchronous_commit", "on")
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("encoding", "UTF-8")
        .start();
  }
}
