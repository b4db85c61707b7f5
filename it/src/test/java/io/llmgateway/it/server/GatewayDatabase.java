package io.llmgateway.it.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A database that a gateway works on.
 *
 * @param kind {@code h2}, {@code postgresql} or {@code mariadb}
 * @param environment what the server is told about it by environment variables
 */
public record GatewayDatabase(String kind, Map<String, String> environment) {
  private static final String URL = "DATABASE_URL";

  public GatewayDatabase {
    environment = Map.copyOf(environment);
  }

  /** System property {@code it.database}, else H2. */
  static String kindOfThisRun() {
    return System.getProperty("it.database", "h2");
  }

  /** A new, empty database of the kind that this run is for. */
  public static GatewayDatabase ofThisRun() {
    return switch (kindOfThisRun()) {
      case "postgresql" -> PostgreSql.shared().newDatabase();
      case "mariadb" -> MariaDb.shared().newDatabase();
      default -> h2();
    };
  }

  /** A file database in the server's own data folder. */
  public static GatewayDatabase h2() {
    return new GatewayDatabase("h2", Map.of());
  }

  /** A new database in a PostgreSQL that is started once and stops with this JVM. */
  public static GatewayDatabase postgresql() {
    return PostgreSql.shared().newDatabase();
  }

  /**
   * @return whether it runs in a process of its own, so that several gateways can share it
   */
  public boolean shareable() {
    return !kind.equals("h2");
  }

  /** The same database, reached by another address. */
  public GatewayDatabase at(String url) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(URL, url);
    return new GatewayDatabase(kind, changed);
  }

  /** Its JDBC address; not for H2, whose address is the server's own matter. */
  public String url() {
    return environment.get(URL);
  }

  /** A connection of the test's own, past every gateway. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        url(), environment.get("DATABASE_USER"), environment.get("DATABASE_PASSWORD"));
  }
}
