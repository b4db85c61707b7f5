package io.llmgateway.it.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL from binaries of Maven Central, for the time of this JVM. As root it runs in a
 * user namespace of its own, because {@code initdb} refuses to run as root.
 */
final class PostgreSql {
  private static PostgreSql shared;

  private final EmbeddedPostgres server;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgreSql(EmbeddedPostgres server) {
    this.server = server;
  }

  static synchronized PostgreSql shared() {
    if (shared == null) {
      try {
        shared =
            new PostgreSql(
                EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF-8")
                    .start());
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
    return shared;
  }

  GatewayDatabase newDatabase() {
    String name = "gateway" + databases.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database " + name, e);
    }
    String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    return new GatewayDatabase(
        "postgresql",
        Map.of("DATABASE_URL", url, "DATABASE_USER", "postgres", "DATABASE_PASSWORD", "postgres"));
  }
}
