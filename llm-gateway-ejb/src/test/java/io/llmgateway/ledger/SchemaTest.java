package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

  @ParameterizedTest
  @ValueSource(strings = {"", ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"})
  void migratesAnEmptyDatabaseAndThenDoesNothing(String options) {
    JdbcConnectionPool database = TestDatabase.h2(options);
    new Schema(database).migrate();
    new Schema(database).migrate();
    database.dispose();
  }

  @Test
  void nodesThatStartTogetherMigrateOnce() throws Exception {
    JdbcConnectionPool database = TestDatabase.h2("");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(threads.submit(() -> new Schema(database).migrate()));
    }
    for (Future<?> node : nodes) {
      node.get();
    }
    threads.shutdown();
    database.dispose();
  }

  @Test
  void refusesTheSchemaOfALaterVersion() throws Exception {
    JdbcConnectionPool database = TestDatabase.h2("");
    new Schema(database).migrate();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into \"flyway_schema_history\" select 99, '99', 'later', 'SQL', 'V99__later.sql',"
              + " 1, 'sa', current_timestamp, 1, true");
    }
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> new Schema(database).migrate());
    assertTrue(refused.getMessage().contains("version 99"), refused.getMessage());
    database.dispose();
  }

  /** Open Liberty lists a folder of a jar only when it holds this file; else nothing migrates. */
  @ParameterizedTest
  @ValueSource(strings = {"common", "h2", "postgresql", "mariadb"})
  void eachFolderHoldsTheFileThatMakesItVisible(String folder) {
    assertNotNull(Schema.class.getResource("/db/migration/" + folder + "/flyway.location"));
  }

  /** On MariaDB, timestamps end in 2038; a new column needs a new number in R__times.sql. */
  @Test
  @Tag("mariadb")
  void noTimeIsKeptAsMariaDbsTimestamp() {
    TestDatabase database = TestDatabase.empty(TestDatabase.Provider.HIBERNATE);
    assertEquals(
        List.of(),
        database.query(
            "select concat(table_name, '.', column_name) from information_schema.columns where"
                + " table_schema = database() and data_type = 'timestamp'"
                + " and table_name <> 'flyway_schema_history'"));
  }

  @Test
  void theDatabaseItselfRefusesABalanceBelowZero() throws Exception {
    JdbcConnectionPool database = TestDatabase.h2("");
    new Schema(database).migrate();
    String insert =
        "insert into wallet (account, currency, balance, credit_line, version, created_at) values ('%s', 'USD', %s, %s, 0, current_timestamp)";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(String.format(insert, "in credit", "-5", "5")));
      assertThrows(
          SQLException.class,
          () -> statement.executeUpdate(String.format(insert, "overdrawn", "-5", "4.99")));
    }
    database.dispose();
  }
}
