package io.llmgateway.it.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The invariants that ledger conformance suites check, through the real beans inside of the server,
 * each on an account of its own. After each of them the verification finds nothing.
 */
class InvariantsIT {
  private static final String VERIFY = "/admin/api/ledger/verify";
  private static final String BOOKED =
      "select e.id, e.kind, e.reference, e.chain, e.block, e.created_at, p.line_no, p.amount"
          + " from journal_entry e left join posting p on p.entry_id = e.id where e.id <= '%s'"
          + " order by e.id, p.line_no";

  @TempDir private static Path folder;
  private static GatewayServer server;
  private static Http admin;
  private static Probe probe;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (int i = 1; i <= 15; i++) {
      settings.put("gateway.account.a" + i + ".opening-balance", i == 9 ? "10" : "1000");
    }
    settings.put("gateway.model.usd.price.input", "1000000");
    settings.put("gateway.model.usd.price.output", "2000000");
    settings.put("gateway.model.cny.price.input", "7");
    settings.put("gateway.model.cny.price.output", "0.000001");
    settings.put("gateway.model.cny.price.currency", "CNY");
    settings.put("gateway.exchange-rate.CNY-USD", "0.1377");
    server = GatewayServer.prepare();
    server.deploy(ProbedEar.of(GatewayServer.ear(), folder.resolve("llm-gateway.ear")));
    server.set(settings).start();
    admin = Http.as(Operator.ADMIN, server);
    probe = new Probe(server.baseUri());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theVerificationFindsNothing() {
    Doc found = admin.get(VERIFY).assertOk().json();
    assertTrue(found.at("clean").isTrue(), found.toString());
    assertTrue(found.at("rows", "journal_entry").integer() > 0);
  }

  @Test
  void balancedPerCurrency() {
    settle("a1", "usd", 3, 4, 1);
    settle("a1", "cny", 1_000_000, 7, 1);
    settle("a1", "cny", 1, 1, 1);
    String own =
        " from posting where entry_id in (select entry_id from usage_record where"
            + " account = 'a1')";
    assertEquals(List.of("CNY", "USD"), query("select distinct currency" + own + " order by 1"));
    assertEquals(
        List.of(),
        query("select entry_id" + own + " group by entry_id, currency having sum(amount) <> 0"));
  }

  @Test
  void appendOnly() {
    settle("a2", "usd", 1, 1, 1);
    String last = one("select max(id) from journal_entry");
    List<String> before = query(BOOKED.formatted(last));
    topUp("a2", "5", "USD", "append-only");
    topUp("a2", "5", "USD", "append-only");
    settle("a2", "usd", 1, 1, 2);
    assertEquals(before, query(BOOKED.formatted(last)));
    if (!server.database().kind().equals("h2")) {
      assertRefused(update("update posting set amount = amount where line_no = 1"));
      assertRefused(update("delete from journal_entry"));
      assertRefused(update("update journal_block set node = 'x'"));
    }
  }

  @Test
  void hashChain() {
    settle("a3", "usd", 1, 1, 1);
    String id = one("select max(id) from usage_record where account = 'a3'");
    triggers("usage_record", false);
    update("update usage_record set channel = 'forged' where id = '" + id + "'");
    assertFinding("records_changed", null, id);
    update("update usage_record set channel = 'channel' where id = '" + id + "'");
    triggers("usage_record", true);
  }

  @Test
  void aDuplicateIsANoOp() {
    List<String> receipts = settle("a4", "usd", 1, 2, 3);
    assertEquals(3, receipts.size());
    assertEquals(1, receipts.stream().distinct().count(), receipts.toString());
    assertEquals("true", topUp("a4", "2", "USD", "duplicate"));
    assertEquals("false", topUp("a4", "2", "USD", "duplicate"));
    assertBalance("997", "a4");
    assertEquals("1", one("select count(*) from usage_record where account = 'a4'"));
  }

  @Test
  void concurrentDuplicatesCollapse() {
    String call = UUID.randomUUID().toString();
    List<String> receipts = atOnce(8, i -> String.join("", settle("a5", "usd", 1, 2, 1, call)));
    assertEquals(1, receipts.stream().distinct().count(), receipts.toString());
    List<String> booked = atOnce(16, i -> topUp("a5", "2", "USD", "concurrent"));
    assertEquals(1, booked.stream().filter("true"::equals).count(), booked.toString());
    assertEquals(15, booked.stream().filter("false"::equals).count(), booked.toString());
    assertBalance("997", "a5");
    assertEquals("1", one("select count(*) from usage_record where account = 'a5'"));
  }

  @Test
  void noLostUpdateOnAHotAccount() {
    atOnce(
        120,
        i ->
            i % 2 == 0
                ? topUp("a6", "1", "USD", "hot-" + i)
                : String.join("", settle("a6", "usd", 1, 0, 1)));
    assertBalance("1000", "a6");
    assertEquals("121", one("select count(*) from posting where ledger_account = 'wallet:a6'"));
  }

  @Test
  void conservation() {
    settle("a7", "cny", 123_457, 3, 1);
    topUp("a7", "0.000000000007", "USD", "conservation");
    assertEquals(
        List.of(), query("select currency from posting group by currency having sum(amount) <> 0"));
    BigDecimal wallets = new BigDecimal(one("select sum(balance) from wallet"));
    BigDecimal others =
        new BigDecimal(
            one(
                "select sum(amount) from posting where currency = 'USD' and ledger_account not"
                    + " like 'wallet:%'"));
    assertEquals(0, wallets.add(others).signum(), wallets + " " + others);
  }

  @Test
  void balanceEqualsJournalProjection() {
    atOnce(40, i -> String.join("", settle("a8", i % 2 == 0 ? "cny" : "usd", 1 + i, i, 1)));
    assertEquals(List.of(), differencesOfBalances());
    update("update wallet set balance = balance + 1 where account = 'a8'");
    assertFinding("balance_differs", "a8", "");
    update("update wallet set balance = balance - 1 where account = 'a8'");
  }

  @Test
  void overdraftGuardUnderDrain() {
    List<String> ends = atOnce(64, i -> String.join("", settle("a9", "usd", 1, 1, 1)));
    assertEquals(3, ends.stream().filter(e -> e.startsWith("Receipt")).count(), ends.toString());
    assertEquals(
        61, ends.stream().filter(e -> e.contains("may cost up to")).count(), ends.toString());
    assertBalance("1", "a9");
  }

  @Test
  void noPrecisionDrift() {
    atOnce(150, i -> topUp("a10", "0.000000000001", "USD", "drift-" + i));
    assertBalance("1000.000000000150", "a10");
  }

  @Test
  void noMixingOfCurrencies() {
    assertRefused(topUp("a11", "5", "EUR", "mixed"));
    settle("a11", "cny", 1_000_000, 0, 1);
    assertBalance("999.0361", "a11");
    assertEquals(
        List.of("USD"),
        query("select distinct currency from posting where ledger_account = 'wallet:a11'"));
    assertEquals("0", one("select count(*) from journal_entry where reference = 'mixed'"));
  }

  @Test
  void stateRebuildFromTheJournal() {
    settle("a13", "usd", 1, 1, 1);
    topUp("a13", "7", "USD", "rebuild");
    String rebuilt = one("select sum(amount) from posting where ledger_account = 'wallet:a13'");
    server.stop();
    server.start();
    probe = new Probe(server.baseUri());
    assertEquals(rebuilt, one("select balance from wallet where account = 'a13'"));
    assertBalance("1004", "a13");
    assertEquals(List.of(), differencesOfBalances());
    settle("a13", "usd", 1, 1, 1);
    assertBalance("1001", "a13");
  }

  @Test
  void orderPerAccount() {
    List<String> done = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      topUp("a14", "1", "USD", "order-" + i);
      done.add("order-" + i);
      String call = UUID.randomUUID().toString();
      settle("a14", "usd", 1, 1, 1, call);
      done.add("call:" + call);
    }
    String own =
        " from journal_entry e join posting p on p.entry_id = e.id where"
            + " p.ledger_account = 'wallet:a14' and e.kind <> 'OPENING' order by ";
    assertEquals(done, query("select e.reference" + own + "e.id"));
    assertEquals(done, query("select e.reference" + own + "e.block"));
  }

  @Test
  void aDuplicateOfARefusedTransactionIsNotApplied() {
    assertRefused(topUp("a15", "5", "EUR", "refused"));
    assertRefused(topUp("a15", "5", "EUR", "refused"));
    assertEquals("true", topUp("a15", "5", "USD", "taken"));
    assertRefused(topUp("a15", "7", "USD", "taken"));
    assertRefused(topUp("a15", "7", "USD", "taken"));
    String call = UUID.randomUUID().toString();
    assertRefused(settle("a15", "usd", 10_000, 0, 1, call).get(0));
    assertRefused(settle("a15", "usd", 10_000, 0, 1, call).get(0));
    assertBalance("1005", "a15");
    assertEquals("0", one("select count(*) from journal_entry where reference = 'refused'"));
    assertEquals("0", one("select count(*) from usage_record where account = 'a15'"));
  }

  @Test
  void aSealIsMadeOnceADayAndProvesWhatItSaysLater() {
    String seal = admin.post("/admin/api/ledger/seals", "{}").assertOk().body();
    String date = Doc.parse(seal).at("id").text();
    assertEquals(seal, admin.get("/admin/api/ledger/seals/" + date).assertOk().body());
    assertEquals(seal, admin.post("/admin/api/ledger/seals", "{}").assertOk().body());
    assertTrue(admin.get("/admin/api/ledger/seals").assertOk().body().contains(seal));
    settle("a12", "usd", 1, 1, 1);
    assertTrue(admin.post(VERIFY, seal).assertOk().json().at("clean").isTrue());
    Reply forged = admin.post(VERIFY, seal.replaceFirst("nH[|]1[|]([0-9]+)[|]..", "nH|1|$1|xx"));
    assertTrue(forged.assertOk().body().contains("sealed_block_differs"), forged.toString());
    admin.post(VERIFY, "{\"text\":\"x\"}").assertError(400, "invalid_request");
    admin.get("/admin/api/ledger/seals/1999-01-01").assertError(404, "not_found");
    admin.get("/admin/api/ledger/seals/today").assertError(400, "invalid_request");
    Http auditor = Http.as(Operator.AUDITOR, server);
    auditor.get(VERIFY + "?limit=5").assertOk();
    auditor.get("/admin/api/ledger/seals/" + date).assertOk();
    auditor.post("/admin/api/ledger/seals", "{}").assertError(403, "permission_denied");
  }

  private static List<String> differencesOfBalances() {
    return query(
        "select w.account from wallet w where w.balance <> (select coalesce(sum(p.amount), 0) from"
            + " posting p where p.ledger_account = concat('wallet:', w.account))");
  }

  private static void assertFinding(String code, String row, String inMessage) {
    Doc found = admin.get(VERIFY).assertOk().json();
    assertTrue(
        found.at("findings").items().stream()
            .anyMatch(
                f ->
                    f.at("code").text().equals(code)
                        && (row == null || f.at("row").text().equals(row))
                        && f.at("message").text().contains(inMessage)),
        found.toString());
  }

  /** Somebody who may change the schema can switch the triggers off; the hashes stay. */
  private static void triggers(String table, boolean on) {
    if (server.database().kind().equals("postgresql")) {
      update("alter table " + table + (on ? " enable" : " disable") + " trigger user");
    }
    if (server.database().kind().equals("mariadb")) {
      update(
          on
              ? "create trigger usage_record_no_update before update on usage_record for each row"
                  + " signal sqlstate '45000' set message_text = 'refused'"
              : "drop trigger usage_record_no_update");
    }
  }

  private static void assertBalance(String expected, String account) {
    BigDecimal balance =
        new BigDecimal(one("select balance from wallet where account = '" + account + "'"));
    assertEquals(0, balance.compareTo(new BigDecimal(expected)), account + " has " + balance);
  }

  private static void assertRefused(String answer) {
    assertTrue(answer.startsWith("refused: "), answer);
  }

  private static String topUp(String account, String amount, String currency, String reference) {
    return probe
        .ask(
            "top-up",
            "account",
            account,
            "amount",
            amount,
            "currency",
            currency,
            "reference",
            reference)
        .get(0);
  }

  private static List<String> settle(
      String account, String model, long input, long output, int times) {
    return settle(account, model, input, output, times, UUID.randomUUID().toString());
  }

  private static List<String> settle(
      String account, String model, long input, long output, int times, String call) {
    return probe.ask(
        "settle",
        "account",
        account,
        "model",
        model,
        "input",
        Long.toString(input),
        "output",
        Long.toString(output),
        "times",
        Integer.toString(times),
        "call",
        call);
  }

  private static List<String> query(String sql) {
    List<String> rows = probe.ask("query", "sql", sql);
    assertTrue(rows.stream().noneMatch(r -> r.startsWith("refused")), sql + ": " + rows);
    return rows;
  }

  private static String one(String sql) {
    return query(sql).get(0);
  }

  private static String update(String sql) {
    return probe.ask("update", "sql", sql).get(0);
  }

  /** Work that a test does many times at once. */
  private interface Work {
    String run(int number);
  }

  private static List<String> atOnce(int times, Work work) {
    java.util.concurrent.ExecutorService threads =
        java.util.concurrent.Executors.newFixedThreadPool(16);
    try {
      return IntStream.range(0, times)
          .mapToObj(i -> CompletableFuture.supplyAsync(() -> work.run(i), threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    } finally {
      threads.shutdown();
    }
  }
}
