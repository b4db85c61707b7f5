package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fifty thousand usage records in PostgreSQL: no query looks at all of them, an export gives each
 * of them once.
 */
@Tag("postgresql")
class UsagePlansIT {
  private static final int ROWS = 50_000;
  private static final String USAGE = "/admin/api/usage";
  private static final String SPAN = "from=2026-10-01&to=2026-10-20";

  /** The same as ids. */
  private static final String OCTOBER = "id >= '01a0f4c2-c400' and id < '01a1569b-9800'";

  /** Row g is settled g * 30 seconds after the start of October. */
  private static final String INSERT =
      """
      insert into usage_record (id, call_id, attempt, request_id, api_key, account, requested_model,
        public_model, provider, upstream_model, channel, operation, streamed, outcome, end_state,
        input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
        usage_source, charge, charge_currency, uncollected, started_at, duration_ms, settled_at)
      select substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7000-8000-' || lpad(to_hex(g), 12, '0'),
        'call-' || g, 1, 'request-' || g, 'key-' || mod(g, 500), 'account-' || mod(g, 200), 'm', 'model-' || mod(g, 100),
        'provider-' || mod(g, 10), 'upstream-' || mod(g, 100), 'channel-' || mod(g, 50), 'chat', false, 'OK',
        'COMPLETE', 10, 20, 0, 0, 0, 'REPORTED', 0.000001 * g, 'USD', 0, at, 100, at
      from (select g, timestamp '2026-10-01 00:00:00' + g * interval '30 seconds' as at,
          lpad(to_hex(1790812800000 + g::bigint * 30000), 12, '0') as h
        from generate_series(%d, %d) g) rows
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static GatewayServer server;
  private static Connection database;
  private static Http auditor;

  @BeforeAll
  static void start() throws SQLException {
    server = GatewayServer.prepare().start();
    auditor = Http.as(Operator.AUDITOR, server);
    Map<String, String> login = server.database().environment();
    database =
        DriverManager.getConnection(
            login.get("DATABASE_URL"), login.get("DATABASE_USER"), login.get("DATABASE_PASSWORD"));
    execute("select usage_record_month(date '2026-10-01')");
    execute(INSERT.formatted(1, ROWS));
    execute("analyze usage_record");
  }

  @AfterAll
  static void stop() throws SQLException {
    if (server != null) {
      server.close();
      database.close();
    }
  }

  /** What an operator may ask for, and the condition that it becomes. */
  static Map<String, String> filters() {
    Map<String, String> filters = new LinkedHashMap<>();
    filters.put("request_id=request-777", "request_id = 'request-777'");
    filters.put("account=account-77", "account = 'account-77'");
    filters.put("key=key-77", "api_key = 'key-77'");
    filters.put("model=model-77", "public_model = 'model-77'");
    filters.put("channel=channel-7", "channel = 'channel-7'");
    filters.put("account=nobody", "account = 'nobody'");
    filters.put(
        "account=account-77&model=model-77",
        "account = 'account-77' and public_model = 'model-77'");
    filters.put(
        "provider=provider-7&channel=channel-7",
        "provider = 'provider-7' and channel = 'channel-7'");
    filters.put("day=2026-10-05", "id >= '01a1095c-3400' and id < '01a10e82-9000'");
    filters.put("provider=provider-7&" + SPAN, "provider = 'provider-7' and " + OCTOBER);
    filters.put(
        "upstream_model=upstream-9&" + SPAN, "upstream_model = 'upstream-9' and " + OCTOBER);
    filters.put("", "id > '0'");
    return filters;
  }

  static List<String> questions() {
    return List.copyOf(filters().keySet());
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anIndexServesEachFilter(String filter) throws Exception {
    assertReadByIndex(filter, () -> auditor.get(USAGE + "?" + filter).assertOk());
    String condition = filters().get(filter);
    String plan =
        query("explain select * from usage_record where " + condition + " order by id limit 101");
    assertFalse(plan.contains("Seq Scan on usage_record_2026_10"), plan);
    assertTrue(plan.contains("Index"), plan);
  }

  @Test
  void anIndexServesTheSumsOfATeam() throws Exception {
    assertReadByIndex("sums", UsagePlansIT::assertSums);
  }

  @Test
  void anIndexServesTheComparisonWithAnInvoice() throws Exception {
    assertReadByIndex("a comparison", UsagePlansIT::compare);
  }

  private static void compare() {
    Http admin = Http.as(Operator.ADMIN, server);
    Reply taken =
        admin.send(
            admin
                .request(
                    "/admin/api/reconciliations?provider=provider-7&currency=USD&reference=plan"
                        + "&from=2026-10-01&to=2026-10-17")
                .header("Content-Type", "text/csv")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "day,model,cost\n2026-10-05,upstream-7,1\n"))
                .build());
    assertEquals(201, taken.status(), taken.toString());
    assertEquals(1, taken.json().at("open_lines").integer());
  }

  @Test
  void whatNoIndexCouldServeIsRefusedWithTheNameOfTheField() {
    param("provider", USAGE + "?provider=provider-7");
    param("upstream_model", USAGE + "?upstream_model=upstream-9&from=2026-10-01");
    param("provider", USAGE + "?provider=provider-7&from=2026-01-01&to=2026-10-01");
    param("from", USAGE + "/summary?group=model");
    param("to", USAGE + "/summary?group=model&from=2026-01-01&to=2026-12-01");
    param("group", USAGE + "/summary?group=colour&day=2026-10-01");
    param("kind", "/admin/api/ledger/entries?kind=settlement");
    param("day", USAGE + "?day=2026-10-01&from=2026-10-01");
    param("colour", USAGE + "?colour=red");
  }

  @Test
  void anExportGivesEachRowOnce() throws Exception {
    Reply csv =
        auditor.send(
            auditor.request(USAGE + "?to=2026-11-01").header("Accept", "text/csv").GET().build());
    assertEquals(200, csv.status());
    assertTrue(csv.header("content-type").startsWith("text/csv"), csv.header("content-type"));
    List<String> lines = csv.body().lines().toList();
    String expected = query("select count(*) from usage_record where settled_at < '2026-11-01'");
    assertEquals(Integer.parseInt(expected), lines.size() - 1);
    List<String> ids =
        lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
    assertEquals(ids.stream().distinct().sorted().toList(), ids);
  }

  @Test
  void anExportThatBreaksOffDoesNotLookWhole() throws Exception {
    HttpRequest request = auditor.request(USAGE).header("Accept", "text/csv").GET().build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      assertEquals(200, response.statusCode());
      assertEquals(1_000, body.readNBytes(1_000).length);
      execute("alter table usage_record rename to usage_record_away");
      String rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(
          rest.endsWith("\nerror: this export broke off and is not whole\r\n"),
          () -> rest.substring(Math.max(0, rest.length() - 300)));
    } finally {
      execute("alter table usage_record_away rename to usage_record");
    }
  }

  @Test
  void pagesToTheEndWithoutALossWhileRowsAreAdded() throws Exception {
    List<String> ids = new ArrayList<>();
    String after = "";
    boolean more = true;
    int next = ROWS;
    while (more) {
      Doc page =
          auditor.get(USAGE + "?limit=37&account=account-7&after=" + after).assertOk().json();
      page.at("data").items().forEach(row -> ids.add(row.at("id").text()));
      after = page.at("last_id").text();
      more = page.at("has_more").isTrue();
      if (next < ROWS + 2_000) {
        execute(INSERT.formatted(next + 1, next + 400));
        next += 400;
      }
    }
    String all =
        query(
            "select string_agg(id, ',' order by id) from usage_record where account = 'account-7'");
    assertEquals(List.of(all.split(",")), ids);
  }

  private static void param(String name, String path) {
    Doc error = auditor.get(path).assertError(400, "invalid_request").error();
    assertEquals(name, error.at("param").text(), path);
  }

  private static void assertSums() {
    Doc sums =
        auditor
            .get(
                USAGE
                    + "/summary?group=model,day,price&account=account-77&from=2026-10-01&to=2026-10-31")
            .assertOk()
            .json();
    assertFalse(sums.at("data").items().isEmpty());
  }

  /**
   * The server's connection reports what it has read about a second late, index scans and scans of
   * a whole table in one: once the former are seen, so are the latter. A look at a partition that
   * is empty reads no row.
   */
  private static void assertReadByIndex(String what, Runnable request) {
    long whole = read("seq_tup_read");
    long byIndex = read("idx_scan");
    request.run();
    Await.until("an index served " + what, PATIENCE, () -> read("idx_scan") > byIndex);
    assertEquals(whole, read("seq_tup_read"), "scans of the table for " + what);
  }

  private static long read(String counter) {
    try {
      return Long.parseLong(
          query(
              "select coalesce(sum(%s), 0) from pg_stat_user_tables where relname like 'usage_record%%'"
                  .formatted(counter)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines.stream().collect(Collectors.joining("\n"));
  }
}
