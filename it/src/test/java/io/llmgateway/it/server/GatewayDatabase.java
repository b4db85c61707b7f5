package io.llmgateway.it.server;

import java.util.Map;

/**
 * A database that a gateway works on.
 *
 * @param kind {@code h2} or {@code postgresql}
 * @param environment what the server is told about it by environment variables
 */
public record GatewayDatabase(String kind, Map<String, String> environment) {

  public GatewayDatabase {
    environment = Map.copyOf(environment);
  }

  /** A new, empty database of the kind that this run is for: {@code it.database}, else H2. */
  public static GatewayDatabase ofThisRun() {
    return System.getProperty("it.database", "h2").equals("postgresql") ? postgresql() : h2();
  }

  /** A file database in the server's own data folder. */
  public static GatewayDatabase h2() {
    return new GatewayDatabase("h2", Map.of());
  }

  /** A new database in a PostgreSQL that is started once and stops with this JVM. */
  public static GatewayDatabase postgresql() {
    return PostgreSql.shared().newDatabase();
  }
}
