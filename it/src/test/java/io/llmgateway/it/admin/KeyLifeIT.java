package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts and keys of the admin API, and what becomes of calls with them. */
class KeyLifeIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String KEYS = "/admin/api/keys";
  private static final String ACCOUNTS = "/admin/api/accounts";

  private static Tenant tenant;
  private static Http admin;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("keys").models("echo", "gated").start();
    admin = Http.as(Operator.ADMIN, tenant.server());
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void aKeyLivesFromItsFirstCallToItsRevocation() throws IOException {
    String name = tenant.name() + "-life";
    Doc made = make(name, "\"models\":[\"" + tenant.model("echo") + "\"]");
    String secret = made.at("secret").text();
    Http app = new Http(tenant.baseUrl(), secret);

    app.post(CHAT, tenant.chat("echo", "x")).assertOk();
    app.post(CHAT, tenant.chat("gated", "x")).assertError(403, "model_not_allowed");
    change(name, "{\"models\":[\"*\"]}");
    app.post(CHAT, tenant.chat("gated", "x")).assertOk();
    change(name, "{\"state\":\"disabled\"}");
    app.post(CHAT, tenant.chat("echo", "x")).assertError(403, "key_disabled");
    change(name, "{\"state\":\"enabled\",\"expires_at\":\"2020-01-01T00:00:00Z\"}");
    app.post(CHAT, tenant.chat("echo", "x")).assertError(403, "key_expired");
    change(name, "{\"expires_at\":null,\"requests_per_minute\":1}");
    app.post(CHAT, tenant.chat("echo", "x")).assertOk();
    app.post(CHAT, tenant.chat("echo", "x")).assertError(429, "rate_limit_exceeded");
    change(name, "{\"requests_per_minute\":null,\"budget_amount\":\"0.000001\"}");
    app.post(CHAT, tenant.chat("echo", "x")).assertError(429, "budget_exceeded");

    assertEquals("revoked", admin.delete(KEYS + "/" + name).assertOk().json().at("state").text());
    app.post(CHAT, tenant.chat("echo", "x")).assertError(401, "invalid_api_key");
    assertEquals("revoked", admin.get(KEYS + "/" + name).json().at("state").text());
    admin.put(KEYS + "/" + name, "{\"state\":\"enabled\"}").assertError(409, "conflict");
    admin
        .post(KEYS, "{\"name\":\"%s\",\"account\":\"%s\"}".formatted(name, tenant.name()))
        .assertError(409, "conflict");

    assertFalse(admin.get(KEYS + "/" + name).body().contains(secret));
    String audit = admin.get("/admin/api/audit?limit=1000&subject=" + name).assertOk().body();
    assertFalse(audit.contains(secret));
    assertFalse(Files.readString(tenant.server().log()).contains(secret));
    List<String> actions =
        Doc.parse(audit).at("data").items().stream().map(e -> e.at("action").text()).toList();
    assertEquals("key.create", actions.get(0));
    assertEquals("key.revoke", actions.get(actions.size() - 1));
    assertEquals(5, actions.stream().filter("key.change"::equals).count());
    Doc second = Doc.parse(audit).at("data", 1);
    assertEquals("admin", second.at("principal").text());
    assertEquals("*", second.at("details", "models", "to", 0).text());
  }

  @Test
  void aCallInFlightSurvivesTheRevocationOfItsKey() {
    String name = tenant.name() + "-flight";
    Http app = new Http(tenant.baseUrl(), make(name, "\"models\":[\"*\"]").at("secret").text());
    Gate gate = new Gate();
    tenant
        .simulator()
        .next(
            tenant.model("gated"),
            Script.sse()
                .events(Chunks.role(), Chunks.text("one "))
                .gate(gate)
                .events(Chunks.text("two"), Chunks.finish("stop"), Chunks.usage(1, 2))
                .done());
    try (EventStream stream = app.stream(CHAT, tenant.chat("gated", "x", ",\"stream\":true"))) {
      assertEquals("one ", stream.nextText());
      admin.delete(KEYS + "/" + name).assertOk();
      app.get("/v1/models").assertError(401, "invalid_api_key");
      gate.open();
      List<String> rest = stream.rest();
      assertEquals("[DONE]", rest.get(rest.size() - 1));
    }
  }

  @Test
  void anAccountIsMadeDisabledAndEnabledAgain() {
    String account = tenant.name() + "-team";
    Reply made =
        admin.post(
            ACCOUNTS,
            "{\"name\":\"%s\",\"currency\":\"USD\",\"organisation\":\"acme\",\"credit_line\":5}"
                .formatted(account));
    assertEquals(201, made.status(), made.toString());
    assertEquals("acme", made.json().at("organisation").text());
    admin
        .post(ACCOUNTS, "{\"name\":\"%s\",\"currency\":\"USD\"}".formatted(account))
        .assertError(409, "conflict");
    Reply key =
        admin.post(KEYS, "{\"name\":\"%s-key\",\"account\":\"%s\"}".formatted(account, account));
    Http app = new Http(tenant.baseUrl(), key.json().at("secret").text());
    app.post(CHAT, tenant.chat("echo", "x")).assertOk();

    admin.put(ACCOUNTS + "/" + account, "{\"state\":\"disabled\"}").assertOk();
    app.post(CHAT, tenant.chat("echo", "x")).assertError(403, "account_disabled");
    List<Doc> disabled =
        admin.get(ACCOUNTS + "?state=disabled&organisation=acme").json().at("data").items();
    assertTrue(disabled.stream().anyMatch(a -> account.equals(a.at("name").text())));
    admin.put(ACCOUNTS + "/" + account, "{\"state\":\"enabled\"}").assertOk();
    app.post(CHAT, tenant.chat("echo", "x")).assertOk();
  }

  @Test
  void whatTheConfigurationDeclaresCanOnlyBeLookedAt() {
    Doc key = admin.get(KEYS + "/" + tenant.name()).assertOk().json();
    assertTrue(key.at("declared").isTrue());
    assertNull(key.at("secret").text());
    admin.put(KEYS + "/" + tenant.name(), "{\"state\":\"disabled\"}").assertError(409, "conflict");
    admin.delete(KEYS + "/" + tenant.name()).assertError(409, "conflict");
    assertTrue(admin.get(ACCOUNTS + "/" + tenant.name()).assertOk().json().at("declared").isTrue());
    admin
        .put(ACCOUNTS + "/" + tenant.name(), "{\"state\":\"disabled\"}")
        .assertError(409, "conflict");
    tenant.postChat("echo", "still here").assertOk();
  }

  @Test
  void pagesThroughAllKeysWithoutALossWhileKeysAreAdded() {
    List<String> mine = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      mine.add(make(tenant.name() + "-page-" + i, "\"models\":[]").at("name").text());
    }
    List<String> listed = new ArrayList<>();
    String after = "";
    boolean more = true;
    for (int page = 0; more; page++) {
      Doc answer = admin.get(KEYS + "?limit=7&account=" + tenant.name() + "&after=" + after).json();
      answer.at("data").items().forEach(k -> listed.add(k.at("name").text()));
      after = answer.at("last_id").text();
      more = answer.at("has_more").isTrue();
      make(tenant.name() + "-added-" + Instant.now().toEpochMilli() + page, "\"models\":[]");
    }
    assertEquals(listed.stream().sorted().distinct().toList(), listed);
    assertTrue(listed.containsAll(mine));
  }

  private static Doc make(String name, String more) {
    Reply made =
        admin.post(
            KEYS, "{\"name\":\"%s\",\"account\":\"%s\",%s}".formatted(name, tenant.name(), more));
    assertEquals(201, made.status(), made.toString());
    return made.json();
  }

  private static void change(String name, String terms) {
    admin.put(KEYS + "/" + name, terms).assertOk();
  }
}
