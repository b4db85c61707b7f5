package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months of the past go from the database to files, and everything still ties out. */
@Tag("not-h2") // the past is written past the server
class RetentionIT {
  private static final String ARCHIVES = "/admin/api/usage-archives";
  private static final YearMonth NOW = YearMonth.now(ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static GatewayServer server;
  private static Tenant tenant;
  private static Connection database;
  private static Http admin;
  private static Http auditor;

  @BeforeAll
  static void start() throws SQLException {
    server =
        GatewayServer.prepare()
            .set(Map.of("gateway.retention.archive-directory", folder.toString()))
            .start();
    tenant = Tenant.on(server, "retention").models("echo").start();
    admin = Http.as(Operator.ADMIN, server);
    auditor = Http.as(Operator.AUDITOR, server);
    database = server.database().connect();
    OldMonth past = new OldMonth(database, 901, tenant.name());
    past.book(YearMonth.parse("2026-01"), 3);
    past.book(YearMonth.parse("2026-02"), 3);
    past.book(YearMonth.parse("2026-03"), 2);
    past.book(YearMonth.parse("2026-04"), 2); // stays
    server.stop();
    server.start();
    tenant.postChat("echo", "one two").assertOk();
  }

  @AfterAll
  static void stop() throws SQLException {
    database.close();
    tenant.close();
    server.close();
  }

  @Test
  @Tag("postgresql")
  void eachMonthHasItsPartitionAndTheNextOnesAreThere() throws SQLException {
    Await.until(
        "the records of the past are in their month",
        PATIENCE,
        () -> count("usage_record_default") == 0);
    for (int ahead = 0; ahead <= 2; ahead++) {
      YearMonth month = NOW.plusMonths(ahead);
      assertEquals(
          "usage_record",
          text(
              "select inhparent::regclass::text from pg_inherits where inhrelid = to_regclass('"
                  + partition(month)
                  + "')"));
    }
    assertTrue(count(partition(NOW)) > 0);
    assertEquals(4, count("usage_record_2026_04"));
    assertEquals(count(partition(NOW)), count("usage_record where channel <> 'old'"));
    assertEquals(
        "1",
        text(
            "select count(*) from pg_trigger where tgname = 'no_truncate' and tgrelid = to_regclass('"
                + partition(NOW.plusMonths(2))
                + "')"));
  }

  @Test
  @Tag("postgresql")
  void aQueryLooksAtTheMonthThatItIsAbout() throws SQLException {
    String plan =
        lines(
            "explain select * from usage_record where account = 'x' and id >= '"
                + id(NOW)
                + "' and id < '"
                + id(NOW.plusMonths(1))
                + "' order by id");
    assertTrue(plan.contains(partition(NOW)), plan);
    assertFalse(plan.contains(partition(NOW.plusMonths(1))), plan);
    assertFalse(plan.contains("usage_record_2026_04"), plan);
  }

  @Test
  void anArchivedMonthIsLeftInSumsAndFilesAndStillVerifies() throws SQLException {
    String month = "2026-01";
    int blocks = verify("clean").at("archived_blocks_checked").integer();
    Reply made = admin.post(ARCHIVES, "{\"month\":\"2026-01\"}");
    assertEquals(201, made.status(), made.toString());
    assertEquals(6, made.json().at("records").integer());
    assertEquals(month, made.json().at("manifest", "month").text());
    assertEquals(200, admin.post(ARCHIVES, "{\"month\":\"2026-01\"}").status());
    Doc found = auditor.get(ARCHIVES + "/2026-01").assertOk().json();
    assertEquals("archived", found.at("state").text());
    assertEquals(made.json().at("manifest_hash"), found.at("manifest_hash"));

    assertEquals(0, count("usage_record where id < '" + id(YearMonth.parse("2026-02")) + "'"));
    assertEquals(blocks + 3, verify("clean").at("archived_blocks_checked").integer());
    String span = "?account=" + tenant.name() + "&from=2026-01-01&to=2026-02-01";
    Reply list = auditor.get("/admin/api/usage" + span).assertOk();
    assertTrue(list.json().at("data").items().isEmpty());
    assertEquals(List.of(new Doc(month)), list.json().at("archived_months").items());
    assertEquals(month, list.header("x-gateway-archived-months"));
    Doc sums = auditor.get("/admin/api/usage/summary" + span + "&group=day").assertOk().json();
    assertEquals(6, sums.at("data", 0, "attempts").integer());
    assertEquals(6, sums.at("data", 0, "requests").integer());
    assertEquals("2026-01-01", sums.at("data", 0, "day").text());
    Reply own = tenant.http().get("/v1/usage?from=2026-01-01&to=2026-02-01").assertOk();
    assertEquals(month, own.json().at("archived_months", 0).text());
    Doc statement =
        auditor
            .get("/admin/api/accounts/" + tenant.name() + "/statements/2026-01")
            .assertOk()
            .json();
    assertTrue(statement.at("archived").isTrue() && statement.at("ties_out").isTrue());
    assertEquals(6, statement.at("usage", 0, "attempts").integer(), statement.toString());
    Doc audit = auditor.get("/admin/api/audit?action=usage.archive&subject=2026-01").json();
    assertEquals(Operator.ADMIN.name(), audit.at("data", 0, "principal").text());
  }

  @Test
  @Tag("postgresql")
  void nobodyWaitsForLongWhenAReaderIsInTheWay() throws SQLException {
    Await.until("the partition is there", PATIENCE, () -> count("usage_record_2026_02") == 6);
    try (Connection reader = server.database().connect()) {
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery("select count(*) from usage_record").close();
      admin.post(ARCHIVES, "{\"month\":\"2026-02\"}").assertError(409, "conflict");
      tenant.postChat("echo", "one two").assertOk();
      assertEquals(6, count("usage_record_2026_02"));
      reader.rollback();
    }
    assertEquals(201, admin.post(ARCHIVES, "{\"month\":\"2026-02\"}").status());
    assertEquals("t", text("select to_regclass('usage_record_2026_02') is null"));
  }

  @Test
  void aChangedArchiveIsNamed() throws Exception {
    Doc made = admin.post(ARCHIVES, "{\"month\":\"2026-03\"}").json();
    String name = made.at("files", 0, "name").text();
    Path file = folder.resolve(made.at("directory").text()).resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] changed = whole.clone();
    changed[changed.length - 10] ^= 1;
    Files.write(file, changed);
    try {
      String findings = verify("wrong").at("findings").toString();
      assertTrue(findings.contains("archive_changed"), findings);
      assertTrue(findings.contains(name), findings);
    } finally {
      Files.write(file, whole);
    }
    verify("clean");
  }

  @Test
  void refusesWhatCanNotBeArchived() {
    auditor.post(ARCHIVES, "{\"month\":\"2026-01\"}").assertError(403, "permission_denied");
    auditor.get(ARCHIVES).assertOk();
    admin.post(ARCHIVES, "{\"month\":\"" + NOW + "\"}").assertError(409, "conflict");
    Doc error =
        admin.post(ARCHIVES, "{\"month\":\"May\"}").assertError(400, "invalid_request").error();
    assertEquals("month", error.at("param").text());
    admin.get(ARCHIVES + "/1999-01").assertError(404, "not_found");
  }

  private static Doc verify(String expected) {
    Doc found = auditor.get("/admin/api/ledger/verify?limit=20").assertOk().json();
    assertEquals(expected.equals("clean"), found.at("clean").isTrue(), found.toString());
    return found;
  }

  private static String partition(YearMonth month) {
    return "usage_record_" + month.toString().replace('-', '_');
  }

  /** The smallest id of a month. */
  private static String id(YearMonth month) {
    String hex =
        "%012x".formatted(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    return hex.substring(0, 8) + "-" + hex.substring(8) + "-7000-8000-000000000000";
  }

  private static long count(String from) {
    try {
      return Long.parseLong(text("select count(*) from " + from));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static String lines(String sql) throws SQLException {
    StringBuilder lines = new StringBuilder();
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        lines.append(row.getString(1)).append('\n');
      }
    }
    return lines.toString();
  }
}
