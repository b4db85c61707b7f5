package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** One more database means one more constant of {@link Dialect} and one more folder. */
class DialectTest {
  private static final Pattern VENDOR =
      Pattern.compile("(?i)postgres|mariadb|mysql|\\bh2\\b|\\boracle\\b|\\bdb2\\b");

  /** What only some databases understand, within a text of SQL. */
  private static final Pattern VENDOR_SQL =
      Pattern.compile(
          "(?i)\\blimit (\\?|:|\\d)|\\bon conflict\\b|\\bon duplicate\\b|\\breturning\\b|\\bilike\\b"
              + "|\\w::\\w|\\bnextval\\b|\\bnow\\(\\)|\\bsysdate\\b|\\bfrom dual\\b|\\bmerge into\\b"
              + "|\\breplace into\\b|\\binsert ignore\\b|@@\\w");

  private static final Pattern VENDOR_DDL =
      Pattern.compile(
          "(?i)\\b(serial|bigserial|jsonb?|bytea|timestamptz|auto_increment|identity|text|datetime"
              + "|number|varchar2|uuid|engine|partition)\\b|\\bwhere\\b.*\\bindex\\b|::");

  @Test
  void noOtherClassNamesADatabase() {
    assertEquals(
        List.of(), linesWith(VENDOR, javaFiles().filter(f -> !f.endsWith("Dialect.java"))));
  }

  @Test
  void noOtherClassSpeaksADialect() {
    Pattern quoted = Pattern.compile("\"[^\"]*(" + VENDOR_SQL.pattern() + ")[^\"]*\"");
    assertEquals(
        List.of(), linesWith(quoted, javaFiles().filter(f -> !f.endsWith("Dialect.java"))));
  }

  @Test
  void theCommonMigrationsAreOfTypesThatAllDatabasesKnow() {
    assertEquals(
        List.of(), linesWith(VENDOR_DDL, files("src/main/resources/db/migration/common", ".sql")));
  }

  @Test
  void thePatternsFindWhatTheyLookFor() {
    assertTrue(VENDOR_SQL.matcher("select a from b limit 10").find());
    assertTrue(VENDOR_SQL.matcher("insert into a values (1) on conflict do nothing").find());
    assertTrue(VENDOR_DDL.matcher("  document jsonb not null,").find());
    assertTrue(VENDOR.matcher("if (product.equals(\"MySQL\"))").find());
  }

  @Test
  void eachDialectHasItsFolder() {
    for (Dialect dialect : Dialect.values()) {
      Path folder = Path.of("src/main/resources/db/migration", dialect.folder());
      assertTrue(Files.isDirectory(folder), folder.toString());
    }
  }

  @Test
  void knowsTheDatabaseOfThisRun() throws SQLException {
    DataSource source = TestSource.ofThisRun();
    try (Connection connection = source.getConnection()) {
      assertEquals(
          TestSource.isMariaDb(), Dialect.of(connection) == Dialect.MARIADB, "another dialect");
    }
    if (source instanceof JdbcConnectionPool pool) {
      pool.dispose();
    }
  }

  private static Stream<Path> javaFiles() {
    return Stream.concat(
        files("src/main/java", ".java"), files("../llm-gateway-web/src/main/java", ".java"));
  }

  private static Stream<Path> files(String folder, String ending) {
    try (Stream<Path> all = Files.walk(Path.of(folder))) {
      return all.filter(f -> f.toString().endsWith(ending)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return comments left out
   */
  private static List<String> linesWith(Pattern pattern, Stream<Path> files) {
    return files
        .flatMap(
            file -> {
              try {
                return Files.readAllLines(file).stream()
                    .filter(line -> !line.strip().matches("(//|\\*|/\\*|--).*"))
                    .filter(line -> pattern.matcher(line).find())
                    .map(line -> file.getFileName() + ": " + line.strip());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }
}
