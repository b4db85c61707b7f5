package io.llmgateway.ledger;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings the database to the schema that this version needs. Flyway commits by itself, so no JTA
 * transaction may be open; it takes a lock, so two nodes can start at once.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class Schema {
  private static final Logger LOG = Logger.getLogger(Schema.class.getName());

  /** The highest numbered migration in {@code db/migration/common}. */
  static final String VERSION = "16";

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  public Schema() {}

  Schema(DataSource database) {
    this.database = database;
  }

  /**
   * Migrates, and checks that this has worked.
   *
   * @throws IllegalStateException when the database is of a kind that is not supported, or its
   *     schema is not the expected one afterwards: on some servers Flyway finds no migrations, and
   *     says nothing, when the folders can not be listed
   */
  public void migrate() {
    warnOfDaylightSaving(ZoneId.systemDefault());
    Flyway flyway =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(database)
            .locations(
                "classpath:db/migration/common", "classpath:db/migration/" + dialect().folder())
            .callbackLocations("classpath:db/migration/common")
            .validateMigrationNaming(true)
            .load();
    int count = flyway.migrate().migrationsExecuted;
    MigrationInfo current = flyway.info().current();
    String version = current == null ? "none" : current.getVersion().getVersion();
    if (!version.equals(VERSION)) {
      throw new IllegalStateException(
          "the database schema is version " + version + ", this gateway needs " + VERSION);
    }
    LOG.log(
        Level.INFO,
        "database schema is version {0}, {1} migrations ran",
        new Object[] {version, count});
  }

  /**
   * @return whether the database answers within two seconds
   */
  public boolean reachable() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "the database does not answer", e);
      return false;
    }
  }

  /**
   * JPA on Open Liberty, and some drivers, go through {@code java.sql.Timestamp}, which knows no
   * such hour.
   */
  private static void warnOfDaylightSaving(ZoneId zone) {
    if (!zone.getRules().isFixedOffset()) {
      LOG.log(
          Level.WARNING,
          "on Open Liberty, and with some drivers, times in the hour that the time zone {0} skips in spring are stored one"
              + " hour late: start the server with -Duser.timezone=UTC",
          zone);
    }
  }

  private Dialect dialect() {
    try (Connection connection = database.getConnection()) {
      Dialect dialect = Dialect.of(connection);
      dialect.check(connection);
      return dialect;
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }
}
