package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, with the gateway's classes and a driver, and nothing else. */
class VerifyLedgerTest {
  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void writeDatabase() throws Exception {
    url = "jdbc:h2:file:" + folder.resolve("ledger");
    try (Connection connection = BookedLedger.copy(url);
        Statement statement = connection.createStatement()) {
      statement.execute("alter user sa set password 'secret of the database'");
    }
  }

  /** What a run of the command left. */
  private record Ended(int code, String output) {}

  @Test
  void endsWithZeroAndSaysWhatItSawWhenNothingIsWrong() throws Exception {
    Ended clean = run("secret of the database", "--url", url, "--user", "sa");
    assertEquals(0, clean.code(), clean.output());
    assertTrue(clean.output().contains("0 findings"), clean.output());
    assertTrue(clean.output().contains("chain 2: "), clean.output());
    Path file = Files.writeString(folder.resolve("password"), "secret of the database\n");
    assertEquals(
        0, run("", "--url", url, "--user", "sa", "--password-file", file.toString()).code());
  }

  @Test
  void endsWithOneAndNamesWhatIsWrong() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update wallet set balance = balance + 1");
    }
    Ended wrong = run("secret of the database", "--url", url, "--user", "sa");
    assertEquals(1, wrong.code(), wrong.output());
    assertTrue(wrong.output().contains("balance_differs team: "), wrong.output());
  }

  @Test
  void comparesWithASealThatWasKept() throws Exception {
    Seal seal;
    try (Connection connection = connect()) {
      SealTables tables = new SealTables(connection);
      List<ChainHead> heads = tables.heads();
      seal =
          new Seal(
              java.time.LocalDate.parse("2026-11-21"),
              java.time.LocalDateTime.parse("2026-11-21T00:00"),
              CanonicalForm.NO_HASH,
              heads,
              tables.balances(heads));
      tables.insert(seal);
    }
    String text = String.join("\n", seal.lines()) + "\n";
    Path lines = Files.writeString(folder.resolve("seal.txt"), text);
    Path json =
        Files.writeString(
            folder.resolve("seal.json"), "{\"text\" : \"" + text.replace("\n", "\\n") + "\"}");
    for (Path file : List.of(lines, json)) {
      Ended clean =
          run("secret of the database", "--url", url, "--user", "sa", "--seal", file.toString());
      assertEquals(0, clean.code(), clean.output());
    }
    Files.writeString(lines, text.replaceFirst("H[|]1[|][0-9]+", "H|1|3"));
    Ended wrong =
        run("secret of the database", "--url", url, "--user", "sa", "--seal", lines.toString());
    assertEquals(1, wrong.code(), wrong.output());
    assertTrue(wrong.output().contains("sealed_block_differs 1/3"), wrong.output());
  }

  @Test
  void readsArchivesAndNamesTheFileThatWasChanged() throws Exception {
    Path archives = folder.resolve("archives");
    Path file = archive(archives);
    String[] arguments = {"--url", url, "--user", "sa", "--archive", archives.toString()};
    Ended clean = run("secret of the database", arguments);
    assertEquals(0, clean.code(), clean.output());
    assertTrue(clean.output().contains("usage_record: 0 rows"), clean.output());
    assertTrue(clean.output().contains(" verified against their archives, 0 not"), clean.output());
    Ended without = run("secret of the database", "--url", url, "--user", "sa");
    assertEquals(0, without.code(), without.output());
    assertTrue(without.output().contains(": 0 verified against their archives"));
    Files.delete(file);
    Ended wrong = run("secret of the database", arguments);
    assertEquals(1, wrong.code(), wrong.output());
    assertTrue(wrong.output().contains("archive_missing "), wrong.output());
    assertTrue(wrong.output().contains(file.getFileName() + ": "), wrong.output());
  }

  /** Archives the month of the ledger by what the gateway does it with. */
  private Path archive(Path archives) throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    source.setUser("sa");
    source.setPassword("secret of the database");
    Month month;
    try (Connection connection = connect()) {
      month = new ArchiveTables(connection).oldest();
    }
    UsageArchive begun =
        new UsageArchive(
            month, UsageArchive.State.WRITING, "node", "usage", null, "test", month.start(), null);
    UsageArchive.Contents contents =
        new ArchiveExport(source, Clock.systemUTC())
            .write(month, archives.resolve(begun.directory()), 1 << 20);
    try (Connection connection = connect()) {
      ArchiveTables tables = new ArchiveTables(connection);
      tables.insert(begun);
      new ArchiveSummary(connection).insert(month);
      assertEquals(contents.records(), Dialect.of(connection).removeMonth(connection, month));
      tables.finish(month, contents, month.end());
    }
    return archives.resolve(begun.directory()).resolve(contents.files().get(0).name());
  }

  @Test
  void endsWithTwoWhenItCanNotRun() throws Exception {
    assertEquals(2, run("wrong", "--url", url, "--user", "sa").code());
    assertEquals(2, run("", "--url", url).code());
    assertEquals(2, run("", "--url", url, "--user", "sa", "--password", "x").code());
    assertEquals(2, run("", "--url", url, "--user", "sa", "--limit", "many").code());
    assertEquals(2, run("", "--url", url, "--user", "sa", "--archive", folder + "/no").code());
    Path file = Files.writeString(folder.resolve("none"), "no seal");
    assertEquals(2, run("", "--url", url, "--user", "sa", "--seal", file.toString()).code());
    assertEquals(2, run("", "--url", url, "--user", "sa", "--seal", folder + "/absent").code());
  }

  private Connection connect() throws Exception {
    return java.sql.DriverManager.getConnection(url, "sa", "secret of the database");
  }

  private Ended run(String password, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx48m",
            "-cp",
            place(VerifyLedger.class) + File.pathSeparator + place(org.h2.Driver.class)));
    command.add(VerifyLedger.class.getName());
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("LEDGER_PASSWORD", password);
    Process running = process.redirectOutput(output.toFile()).start();
    assertTrue(running.waitFor(60, TimeUnit.SECONDS));
    return new Ended(running.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
