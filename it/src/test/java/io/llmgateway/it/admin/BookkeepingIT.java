package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bookings by operators: each once, none beyond what is there, each with who and why. */
class BookkeepingIT {
  private static Tenant tenant;
  private static Http admin;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("bookkeeping").models("echo").start();
    admin = Http.as(Operator.ADMIN, tenant.server());
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  private static String account(String name, String organisation) {
    String account = tenant.name() + "-" + name;
    Reply made =
        admin.post(
            "/admin/api/accounts",
            "{\"name\":\"%s\",\"currency\":\"USD\",\"organisation\":%s}"
                .formatted(account, organisation));
    assertEquals(201, made.status(), made.toString());
    return account;
  }

  private static Reply book(String account, String fields, String reference) {
    return admin.post(
        "/admin/api/wallets/" + account + "/entries",
        "{%s,\"currency\":\"USD\",\"reference\":\"%s\",\"reason\":\"as agreed\"}"
            .formatted(fields, account + "-" + reference));
  }

  private static BigDecimal balance(String account) {
    return admin.get("/admin/api/accounts/" + account).assertOk().json().at("balance").number();
  }

  private static void assertSum(String expected, BigDecimal found) {
    assertEquals(0, new BigDecimal(expected).compareTo(found), found::toPlainString);
  }

  @Test
  void booksEachReferenceOnceAndExactly() {
    String account = account("exact", "null");
    Reply first = book(account, "\"amount\":\"999999999999999.000000000001\"", "p1");
    assertEquals(201, first.status(), first.toString());
    Reply again = book(account, "\"amount\":999999999999999.000000000001", "p1");
    assertEquals(200, again.status(), again.toString());
    assertEquals(first.json().at("id").text(), again.json().at("id").text());
    assertEquals("top_up", again.json().at("kind").text());
    assertEquals("admin", again.json().at("principal").text());
    book(account, "\"amount\":1", "p1").assertError(409, "conflict");
    assertEquals(201, book(account, "\"amount\":-999999999999999", "p2").status());
    assertSum("0.000000000001", balance(account));

    List<Doc> entries =
        admin
            .get("/admin/api/wallets/" + account + "/entries?limit=1")
            .assertOk()
            .json()
            .at("data")
            .items();
    assertEquals(1, entries.size());
    assertEquals(
        "999999999999999.000000000001",
        entries.get(0).at("postings", 1, "amount").number().stripTrailingZeros().toPlainString());
    String audit = admin.get("/admin/api/audit?subject=" + account).assertOk().body();
    assertTrue(audit.contains("ledger.top_up") && audit.contains("ledger.adjustment"), audit);
  }

  @Test
  void namesTheFieldThatCanNotBeBooked() {
    String account = account("wrong", "null");
    assertParam("amount", book(account, "\"amount\":0", "w"));
    assertParam("amount", book(account, "\"amount\":\"1.0000000000001\"", "w"));
    assertParam("amount", book(account, "\"amount\":1e15", "w"));
    assertParam("amount", book(account, "\"amount\":true", "w"));
    assertParam("amount", book(account, "\"type\":\"top_up\",\"amount\":-1", "w"));
    assertParam("amount", book(account, "\"type\":\"rounding\",\"amount\":0.01", "w"));
    assertParam("type", book(account, "\"type\":\"gift\",\"amount\":1", "w"));
    assertParam("expires_at", book(account, "\"type\":\"grant\",\"amount\":1", "w"));
    assertParam(
        "expires_at", book(account, "\"amount\":1,\"expires_at\":\"2099-01-01T00:00:00Z\"", "w"));
    assertParam("extra", book(account, "\"amount\":1,\"extra\":1", "w"));
    String path = "/admin/api/wallets/" + account + "/entries";
    assertParam(
        "currency",
        admin.post(
            path, "{\"amount\":1,\"currency\":\"EUR\",\"reference\":\"e\",\"reason\":\"x\"}"));
    assertParam(
        "reference",
        admin.post(
            path, "{\"amount\":1,\"currency\":\"USD\",\"reference\":\"call:1\",\"reason\":\"x\"}"));
    assertParam(
        "reason", admin.post(path, "{\"amount\":1,\"currency\":\"USD\",\"reference\":\"e\"}"));
    book(tenant.name() + "-nobody", "\"amount\":1", "w").assertError(404, "not_found");
    assertSum("0", balance(account));
  }

  private static void assertParam(String param, Reply reply) {
    reply.assertError(400, "invalid_request");
    assertEquals(param, reply.json().at("error", "param").text(), reply.toString());
  }

  @Test
  void twentyOfTheSameAtOnceAreOne() throws Exception {
    String account = account("hot", "null");
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<Reply>> all =
        IntStream.range(0, 20)
            .mapToObj(i -> threads.submit(() -> book(account, "\"amount\":5", "once")))
            .toList();
    int created = 0;
    for (Future<Reply> one : all) {
      Reply reply = one.get();
      assertTrue(reply.status() == 200 || reply.status() == 201, reply.toString());
      created += reply.status() == 201 ? 1 : 0;
    }
    threads.shutdown();
    assertEquals(1, created);
    assertSum("5", balance(account));
  }

  @Test
  void takesNoMoreThanThereIsAlsoWhenTheNodeHasLeasedIt() {
    String account = account("drain", "null");
    book(account, "\"amount\":10", "in");
    Reply key =
        admin.post(
            "/admin/api/keys", "{\"name\":\"%s\",\"account\":\"%s\"}".formatted(account, account));
    Http app = new Http(tenant.baseUrl(), key.json().at("secret").text());
    app.post("/v1/chat/completions", tenant.chat("echo", "x")).assertOk();
    BigDecimal left = balance(account);
    book(account, "\"amount\":-10", "too-much").assertError(402, "insufficient_funds");
    assertEquals(201, book(account, "\"amount\":-" + left.toPlainString(), "all").status());
    assertSum("0", balance(account));
    app.post("/v1/chat/completions", tenant.chat("echo", "x"))
        .assertError(402, "insufficient_funds");
  }

  @Test
  void transfersWithinOneOrganisation() {
    String giver = account("giver", "\"acme-" + tenant.name() + "\"");
    String receiver = account("receiver", "\"acme-" + tenant.name() + "\"");
    String stranger = account("stranger", "\"other-" + tenant.name() + "\"");
    book(giver, "\"amount\":10", "in");
    assertEquals(201, transfer(giver, receiver, "4", "t1").status());
    assertEquals(200, transfer(giver, receiver, "4", "t1").status());
    transfer(giver, receiver, "5", "t1").assertError(409, "conflict");
    transfer(giver, receiver, "7", "t2").assertError(402, "insufficient_funds");
    assertParam("to", transfer(giver, stranger, "1", "t3"));
    assertParam("to", transfer(giver, giver, "1", "t4"));
    assertSum("6", balance(giver));
    assertSum("4", balance(receiver));
  }

  private static Reply transfer(String from, String to, String amount, String reference) {
    return admin.post(
        "/admin/api/transfers",
        ("{\"from\":\"%s\",\"to\":\"%s\",\"amount\":\"%s\",\"currency\":\"USD\","
                + "\"reference\":\"%s\",\"reason\":\"team moves\"}")
            .formatted(from, to, amount, from + "-" + reference));
  }

  @Test
  void refundsACallOnce() {
    String account = account("refund", "null");
    book(account, "\"amount\":1", "in");
    Reply key =
        admin.post(
            "/admin/api/keys", "{\"name\":\"%s\",\"account\":\"%s\"}".formatted(account, account));
    Http app = new Http(tenant.baseUrl(), key.json().at("secret").text());
    app.post("/v1/chat/completions", tenant.chat("echo", "x")).assertOk();
    assertTrue(balance(account).compareTo(BigDecimal.ONE) < 0);
    List<Doc> entries =
        admin.get("/admin/api/wallets/" + account + "/entries").json().at("data").items();
    Doc call = entries.get(entries.size() - 1);
    assertEquals("settlement", call.at("kind").text());

    assertEquals(201, reverse(call.at("id").text(), "").status());
    assertEquals(200, reverse(call.at("id").text(), "").status());
    reverse(call.at("id").text(), ",\"reference\":\"%s-r2\"".formatted(account))
        .assertError(409, "conflict");
    reverse("no-such-entry", "").assertError(404, "not_found");
    assertSum("1", balance(account));
  }

  private static Reply reverse(String entry, String more) {
    return admin.post(
        "/admin/api/ledger/entries/" + entry + "/reversal",
        "{\"reason\":\"wrong answer\"%s}".formatted(more));
  }

  @Test
  void aGrantEndsAtItsTime() {
    String account = account("grant", "null");
    book(account, "\"amount\":1", "in");
    Instant end = Instant.now().plusSeconds(3);
    Reply granted =
        book(account, "\"type\":\"grant\",\"amount\":5,\"expires_at\":\"" + end + "\"", "g");
    assertEquals(201, granted.status(), granted.toString());
    assertSum("6", balance(account));
    Doc open = admin.get("/admin/api/grants?account=" + account).assertOk().json().at("data", 0);
    assertEquals("open", open.at("state").text());
    assertSum("5", open.at("remaining").number());
    Await.until(
        "the grant has ended",
        Duration.ofSeconds(40),
        () ->
            "expired"
                .equals(
                    admin
                        .get("/admin/api/grants?account=" + account)
                        .json()
                        .at("data", 0, "state")
                        .text()));
    assertSum("1", balance(account));
  }

  @Test
  void auditorsLookAndDoNotBook() {
    Http auditor = Http.as(Operator.AUDITOR, tenant.server());
    auditor.get("/admin/api/wallets/" + tenant.name() + "/entries").assertOk();
    assertTrue(
        auditor.get("/admin/api/ledger/accounts").assertOk().body().contains("clearing:top-up"));
    auditor
        .post(
            "/admin/api/wallets/" + tenant.name() + "/entries",
            "{\"amount\":1,\"currency\":\"USD\",\"reference\":\"a\",\"reason\":\"x\"}")
        .assertError(403, "permission_denied");
  }
}
