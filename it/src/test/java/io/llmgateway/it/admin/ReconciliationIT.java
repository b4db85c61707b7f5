package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider's invoice, made of what the gateway has really recorded, and what is booked of it. */
class ReconciliationIT {
  private static final String PATH = "/admin/api/reconciliations";
  private static final String CLEARING = "clearing:reconciliation:openai-compatible";
  private static final String PAYABLE = "provider-payable:openai-compatible";
  private static final String VARIANCE = "expense:reconciliation-variance:openai-compatible";

  private static GatewayServer server;
  private static Http admin;
  private static Http auditor;

  @BeforeAll
  static void start() {
    server = GatewayServer.prepare().start();
    admin = Http.as(Operator.ADMIN, server);
    auditor = Http.as(Operator.AUDITOR, server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theBooksBalanceAndTheVerificationFindsNothing() {
    Doc balance = auditor.get("/admin/api/ledger/trial-balance").assertOk().json();
    balance.at("totals").items().forEach(total -> assertSum("0", total.at("balance").number()));
    Doc found = auditor.get("/admin/api/ledger/verify").assertOk().json();
    assertTrue(found.at("clean").isTrue(), found.toString());
  }

  private static Tenant tenant(String name) {
    Tenant tenant = Tenant.on(server, name).models("echo", "other").start();
    tenant.postChat("echo", "one two three").assertOk();
    tenant.postChat("echo", "one two three four").assertOk();
    tenant.postChat("other", "five").assertOk();
    return tenant;
  }

  /** What the gateway says a day and a model have cost, as a provider would put it. */
  private static Map<String, BigDecimal> recorded(Tenant tenant) {
    Map<String, BigDecimal> costs = new TreeMap<>();
    for (Doc record :
        auditor
            .get("/admin/api/usage?limit=1000&channel=" + tenant.name())
            .assertOk()
            .json()
            .at("data")
            .items()) {
      costs.merge(
          record.at("started_at").text().substring(0, 10)
              + ","
              + record.at("upstream_model").text(),
          record.at("cost").number(),
          BigDecimal::add);
    }
    return costs;
  }

  private static String csv(Map<String, BigDecimal> costs) {
    StringBuilder text = new StringBuilder("day,model,cost\n");
    costs.forEach(
        (slot, cost) ->
            text.append(slot).append(",\"").append(cost.toPlainString()).append("\"\n"));
    return text.toString();
  }

  private static String query(Tenant tenant, String reference) {
    return PATH
        + "?provider=openai-compatible&currency=USD&channel="
        + tenant.name()
        + "&reference="
        + tenant.name()
        + "-"
        + reference;
  }

  private static Reply take(Http operator, String query, String csv) {
    return operator.send(
        operator
            .request(query)
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv))
            .build());
  }

  private static Doc created(Tenant tenant, String reference, String csv) {
    Reply reply = take(admin, query(tenant, reference), csv);
    assertEquals(201, reply.status(), reply.toString());
    return reply.json();
  }

  private static BigDecimal balance(String ledgerAccount) {
    return auditor
        .get("/admin/api/ledger/trial-balance")
        .assertOk()
        .json()
        .at("data")
        .items()
        .stream()
        .filter(line -> line.at("ledger_account").text().equals(ledgerAccount))
        .map(line -> line.at("balance").number())
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  private static void assertSum(String expected, BigDecimal found) {
    assertEquals(0, new BigDecimal(expected).compareTo(found), found::toPlainString);
  }

  @Test
  void anInvoiceOfWhatWasRecordedTiesOutAndIsTakenOnce() {
    Tenant tenant = tenant("ties-out");
    Map<String, BigDecimal> costs = recorded(tenant);
    assertTrue(costs.size() >= 2, costs.toString());
    BigDecimal before = balance(CLEARING);

    Doc made = created(tenant, "1", csv(costs));
    assertEquals("matched", made.at("state").text(), made.toString());
    assertTrue(made.at("ties_out").isTrue());
    assertEquals(costs.size(), made.at("matched_lines").integer());
    assertSum("0", made.at("difference").number());
    assertEquals("admin", made.at("principal").text());

    Reply again = take(admin, query(tenant, "1"), csv(costs));
    assertEquals(200, again.status(), again.toString());
    assertEquals(made.at("id").text(), again.json().at("id").text());
    costs.replaceAll((slot, cost) -> cost.add(BigDecimal.ONE));
    Reply other = take(admin, query(tenant, "1"), csv(costs)).assertError(409, "conflict");
    assertEquals("reference", other.error().at("param").text());
    take(admin, query(tenant, "2"), csv(costs)).assertError(409, "conflict");
    assertEquals(0, before.compareTo(balance(CLEARING)));
    tenant.close();
  }

  @Test
  void aDifferenceWaitsInClearingUntilItIsResolved() {
    Tenant tenant = tenant("differs");
    Map<String, BigDecimal> costs = recorded(tenant);
    String slot = costs.keySet().iterator().next();
    Map<String, BigDecimal> claimed = new TreeMap<>(costs);
    claimed.merge(slot, new BigDecimal("0.25"), BigDecimal::add);
    claimed.put(slot.substring(0, 10) + ",unheard-of", new BigDecimal("1.5"));
    BigDecimal clearing = balance(CLEARING);
    BigDecimal payable = balance(PAYABLE);
    BigDecimal variance = balance(VARIANCE);

    Doc made = created(tenant, "1", csv(claimed));
    String id = made.at("id").text();
    assertEquals("open", made.at("state").text(), made.toString());
    assertSum("1.75", made.at("clearing").number());
    assertEquals(2, made.at("open_lines").integer());
    assertEquals(0, made.at("age_days").integer());
    assertTrue(made.at("age_days").present());
    assertSum("-1.75", balance(CLEARING).subtract(clearing));
    assertSum("1.75", balance(PAYABLE).subtract(payable));

    List<Doc> lines = auditor.get(PATH + "/" + id + "/lines?open=true").json().at("data").items();
    assertEquals(
        List.of("difference", "only_stated"),
        lines.stream().map(line -> line.at("match").text()).sorted().toList());
    assertTrue(csvOf(PATH + "/" + id + "/lines").lines().count() > lines.size());
    String open = auditor.get(PATH + "/clearing?provider=openai-compatible").assertOk().body();
    assertTrue(open.contains(id + ":"), open);
    assertTrue(csvOf(PATH + "/clearing").contains(id + ":"));

    tenant.postChat("echo", "late").assertOk();
    Map<String, BigDecimal> more = recorded(tenant);
    BigDecimal late = sum(more).subtract(sum(costs));
    assertTrue(late.signum() > 0);
    Doc compared = admin.post(PATH + "/" + id + "/compare", "{}").assertOk().json();
    assertEquals(0, sum(claimed).subtract(sum(more)).compareTo(compared.at("clearing").number()));
    assertSum("1.75", balance(PAYABLE).subtract(payable));
    admin.post(PATH + "/" + id + "/compare", "{}").assertOk();
    assertEquals(2, entries(id), "a comparison that finds nothing new books nothing");

    String reason = "{\"reason\":\"accepted: their invoice is right\"}";
    Doc resolved = admin.post(PATH + "/" + id + "/resolve", reason).assertOk().json();
    assertEquals("resolved", resolved.at("state").text());
    assertTrue(resolved.at("ties_out").isTrue());
    admin.post(PATH + "/" + id + "/resolve", reason).assertOk();
    admin.post(PATH + "/" + id + "/resolve", "{\"reason\":\"other\"}").assertError(409, "conflict");
    assertEquals(3, entries(id));
    assertEquals(0, clearing.compareTo(balance(CLEARING)));
    assertEquals(
        0, sum(more).subtract(sum(claimed)).compareTo(balance(VARIANCE).subtract(variance)));
    String audit = auditor.get("/admin/api/audit?subject=openai-compatible").assertOk().body();
    for (String action : List.of("import", "compare", "resolve")) {
      assertTrue(audit.contains("reconciliation." + action), audit);
    }
    tenant.close();
  }

  @Test
  void aResolutionCanBeTakenBackAndAWholeImportWithdrawn() {
    Tenant tenant = tenant("taken-back");
    BigDecimal clearing = balance(CLEARING);
    BigDecimal payable = balance(PAYABLE);
    String day = recorded(tenant).keySet().iterator().next().substring(0, 10);
    String id = created(tenant, "1", "day,model,cost\n" + day + ",unheard-of,2\n").at("id").text();
    int line =
        auditor
            .get(PATH + "/" + id + "/lines?match=only_stated")
            .json()
            .at("data", 0, "line")
            .integer();
    admin
        .post(PATH + "/" + id + "/resolve", "{\"reason\":\"r\",\"lines\":[" + line + "]}")
        .assertOk();
    String entry =
        auditor
            .get("/admin/api/ledger/entries?kind=variance&ledger_account=" + VARIANCE)
            .json()
            .at("data")
            .items()
            .stream()
            .filter(e -> e.at("reference").text().contains(id))
            .map(e -> e.at("id").text())
            .findFirst()
            .orElseThrow();
    Reply back =
        admin.post("/admin/api/ledger/entries/" + entry + "/reversal", "{\"reason\":\"error\"}");
    assertEquals(201, back.status(), back.toString());
    Doc opened = auditor.get(PATH + "/" + id).assertOk().json();
    assertEquals("open", opened.at("state").text(), opened.toString());
    assertSum("0", opened.at("resolved").number());

    Doc gone =
        admin.post(PATH + "/" + id + "/withdraw", "{\"reason\":\"wrong file\"}").assertOk().json();
    assertEquals("withdrawn", gone.at("state").text());
    assertEquals(0, clearing.compareTo(balance(CLEARING)));
    assertEquals(0, payable.compareTo(balance(PAYABLE)));
    admin.post(PATH + "/" + id + "/compare", "{}").assertError(409, "conflict");
    assertEquals("matched", created(tenant, "1", csv(recorded(tenant))).at("state").text());
    tenant.close();
  }

  @Test
  void aFileThatIsNotRightIsRefusedWholeWithItsLineAndColumn() {
    Tenant tenant = tenant("refused");
    String path = query(tenant, "1");
    String good = "2026-10-01,m,1\n";
    param("line 3.cost", path, "day,model,cost\n" + good + "2026-10-02,m,\"1,000\"\n");
    param("line 3.day", path, "day,model,cost\n" + good + "soon,m,1\n");
    param("line 3.model", path, "day,model,cost\n" + good + "2026-10-02,,1\n");
    param("line 1", path, "day,model,price\n2026-10-01,m,1\n");
    param("line 1", path, "");
    param("line 2.currency", path, "day,model,cost,currency\n2026-10-01,m,1,EUR\n");
    param(
        "reference", PATH + "?provider=openai-compatible&currency=USD", "day,model,cost\n" + good);
    param("currency", path.replace("USD", "DOLLAR"), "day,model,cost\n" + good);
    param("provider", path.replace("openai-compatible", "nobody"), "day,model,cost\n" + good);
    param("time_zone", path + "&time_zone=Moon", "day,model,cost\n" + good);
    param("from", path + "&granularity=total", "cost\n1\n");
    param("colour", path + "&colour=red", "day,model,cost\n" + good);
    admin.post(path, "{}").assertError(415, "unsupported_media_type");
    assertFalse(auditor.get(PATH + "?limit=1000").body().contains(tenant.name() + "-1"));

    Reply mapped =
        take(
            admin,
            path
                + "&time_zone=+08:00&day_column="
                + encoded("Usage date")
                + "&cost_column="
                + encoded("Amount (USD)"),
            "\uFEFFid,Usage date,model,Amount (USD)\r\n1,2026/10/01,\"m, large\",1\r\n");
    assertEquals(201, mapped.status(), mapped.toString());
    assertEquals("+08:00", mapped.json().at("time_zone").text());
    tenant.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void param(String name, String path, String csv) {
    Reply refused = take(admin, path, csv).assertError(400, "invalid_request");
    assertEquals(name, refused.error().at("param").text(), refused.toString());
  }

  @Test
  void anAuditorReadsAndChangesNothing() {
    Tenant tenant = tenant("auditor");
    String csv = csv(recorded(tenant));
    take(auditor, query(tenant, "1"), csv).assertError(403, "permission_denied");
    String id = created(tenant, "1", csv).at("id").text();
    auditor.get(PATH + "/" + id).assertOk();
    for (String verb : List.of("compare", "resolve", "withdraw")) {
      auditor
          .post(PATH + "/" + id + "/" + verb, "{\"reason\":\"r\"}")
          .assertError(403, "permission_denied");
    }
    auditor.get(PATH + "/none").assertError(404, "not_found");
    auditor.get(PATH + "/none/lines").assertError(404, "not_found");
    tenant.close();
  }

  private static int entries(String id) {
    return (int)
        auditor
            .get("/admin/api/ledger/entries?limit=1000&ledger_account=" + CLEARING)
            .assertOk()
            .json()
            .at("data")
            .items()
            .stream()
            .filter(e -> e.at("reference").text().contains(id))
            .count();
  }

  private static BigDecimal sum(Map<String, BigDecimal> costs) {
    return costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String csvOf(String path) {
    Reply reply = auditor.send(auditor.request(path).header("Accept", "text/csv").GET().build());
    assertEquals(200, reply.status(), reply.toString());
    return reply.body();
  }
}
