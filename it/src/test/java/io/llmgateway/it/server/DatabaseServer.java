package io.llmgateway.it.server;

/** A database server in processes of its own, which a test may kill. */
public interface DatabaseServer {

  /** A new, empty database. */
  GatewayDatabase newDatabase();

  /** Ends all its processes at once (SIGKILL), as a power failure does. */
  void kill();

  /** Starts it again after a kill, on the same data and port; returns when it answers. */
  void restart();

  /** A server of its own for one test, of the kind that this run is for. */
  static DatabaseServer ofThisRun() {
    return switch (GatewayDatabase.kindOfThisRun()) {
      case "postgresql" -> PostgreSql.start();
      case "mariadb" -> MariaDb.start();
      default -> throw new IllegalStateException("H2 has no server");
    };
  }
}
