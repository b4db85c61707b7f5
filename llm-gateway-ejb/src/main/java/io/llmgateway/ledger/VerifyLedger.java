package io.llmgateway.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The verification as a command, which needs this jar, a JDBC driver, and a user who may read.
 *
 * <pre>
 * java -cp llm-gateway-ejb.jar:postgresql.jar io.llmgateway.ledger.VerifyLedger \
 *   --url jdbc:postgresql://host/gateway --user auditor [--password-file file] \
 *   [--seal file]... [--archive folder] [--limit 1000]
 * </pre>
 *
 * The password is in the file or in the environment variable {@code LEDGER_PASSWORD}, never an
 * argument, which others on the machine could see. Ends with 0 when nothing is wrong, 1 with
 * findings, 2 when it could not run.
 */
public final class VerifyLedger {
  static final int CLEAN = 0;
  static final int WRONG = 1;
  static final int FAILED = 2;
  private static final String USAGE =
      "usage: VerifyLedger --url JDBC-URL --user NAME [--password-file FILE] [--seal FILE]..."
          + " [--archive FOLDER] [--limit N]; without a file, the password is in LEDGER_PASSWORD";

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final Properties login = new Properties();
  private final List<Seal> seals = new ArrayList<>();
  private String url;
  private Path archives;
  private int limit = 1_000;

  VerifyLedger(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new VerifyLedger(System.getenv(), System.out, System.err).run(arguments));
  }

  int run(String... arguments) {
    try {
      read(arguments);
    } catch (IllegalArgumentException | IOException e) {
      err.println(e instanceof IOException ? "can not be read: " + e.getMessage() : e.getMessage());
      err.println(USAGE);
      return FAILED;
    }
    try (Connection connection = DriverManager.getConnection(url, login)) {
      connection.setReadOnly(true);
      VerificationSummary summary =
          new LedgerVerification(connection, limit, out::println, Clock.systemUTC(), archives)
              .run(seals);
      print(summary);
      return summary.findings() == 0 ? CLEAN : WRONG;
    } catch (SQLException | RuntimeException e) {
      err.println("the verification could not run: " + e.getMessage());
      return FAILED;
    }
  }

  private void read(String... arguments) throws IOException {
    String password = environment.get("LEDGER_PASSWORD");
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("a value is missing after " + arguments[i]);
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--url" -> url = value;
        case "--user" -> login.setProperty("user", value);
        case "--password-file" -> password = Files.readString(Path.of(value)).strip();
        case "--seal" -> seals.add(SealText.parse(Files.readString(Path.of(value))));
        case "--archive" -> archives = folder(value);
        case "--limit" -> limit = positive(value);
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    if (url == null || login.getProperty("user") == null) {
      throw new IllegalArgumentException("--url and --user are needed");
    }
    login.setProperty("password", password == null ? "" : password);
  }

  private static Path folder(String value) {
    Path folder = Path.of(value);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--archive is not a folder: " + value);
    }
    return folder;
  }

  private static int positive(String value) {
    int number = Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException("--limit is 1 or more");
    }
    return number;
  }

  private void print(VerificationSummary summary) {
    out.println("verified as of " + summary.at() + ", took " + summary.took());
    summary.rows().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(table -> out.println(table.getKey() + ": " + table.getValue() + " rows"));
    summary
        .heads()
        .forEach(h -> out.println("chain " + h.chain() + ": " + h.block() + " " + h.hash()));
    if (summary.archivedChecked() + summary.archivedUnchecked() > 0) {
      out.println(
          "blocks with archived records: %d verified against their archives, %d not (see --archive)"
              .formatted(summary.archivedChecked(), summary.archivedUnchecked()));
    }
    out.println(summary.findings() + " findings");
  }
}
