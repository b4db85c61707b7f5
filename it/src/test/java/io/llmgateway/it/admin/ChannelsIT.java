package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Channels of the admin API: made, called through, switched, watched; and what they may not do. */
class ChannelsIT {
  private static final List<String> NOT_PUBLIC =
      List.of(
          "http://127.0.0.1:9/v1",
          "http://127.1:9/v1",
          "http://2130706433/v1",
          "http://localhost:9/v1",
          "http://[::1]/v1",
          "http://[::ffff:10.0.0.1]/v1",
          "http://10.1.2.3/v1",
          "http://172.31.0.1/v1",
          "http://192.168.1.1/v1",
          "http://100.64.0.1/v1",
          "http://169.254.169.254/v1",
          "http://0.0.0.0/v1",
          "http://[fd00::1]/v1",
          "http://[fe80::1]/v1",
          "http://[2002:7f00:1::]/v1",
          "http://[64:ff9b::7f00:1]/v1");

  private static final String CHANNELS = "/admin/api/channels";
  private static final String HEALTH = "/admin/api/health/channels?channel=";
  private static final String CHAT = "/v1/chat/completions";
  private static final String ALLOW_PRIVATE = "gateway.egress.allow-private";

  /** How often one request is tried, as nobody has configured. */
  private static final int ATTEMPTS = 5;

  private static final Duration SOON = Duration.ofSeconds(15);

  private static Tenant tenant;
  private static Http admin;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("chan");
    tenant =
        plan.models("echo")
            .routed("sick")
            .channel("sick", "sick", plan.simulator(), 10)
            .with("gateway.channel.@-sick.breaker.window", "4")
            .with("gateway.channel.@-sick.breaker.open-for", "PT5S")
            .routed("keys")
            .channel("keys", "keys", plan.simulator(), 10)
            .with("gateway.channel.@-keys.api-key", "upstream-poor,upstream-rich")
            .with("gateway.secret-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
            .with(ALLOW_PRIVATE, "true")
            .with("gateway.probe.interval", "PT1S")
            .with("gateway.alert.webhook.url", plan.simulator().resolve("/alerts").toString())
            .with("gateway.alert.webhook.secret", "webhook-secret")
            .start();
    admin = Http.as(Operator.ADMIN, tenant.server());
    // An alert that is refused is sent again, and keeps those behind it waiting.
    tenant
        .simulator()
        .otherwise(
            request ->
                request.path().endsWith("/alerts") ? Script.json("{}") : Answers.answer(request));
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void aChannelLivesFromItsMakingToItsRemoval() throws IOException {
    String name = tenant.name() + "-made";
    String secret = "upstream-secret-" + name;
    String model = tenant.model("fresh");
    price(model);
    Reply made =
        admin.post(
            CHANNELS,
            ("{\"name\":\"%s\",\"provider\":\"openai-compatible\",\"base_url\":\"%s\","
                    + "\"api_key\":\"%s\",\"models\":[\"%s\"],\"priority\":3,"
                    + "\"timeout\":{\"first_token\":\"PT9S\"}}")
                .formatted(name, tenant.simulator().baseUrl(), secret, model));
    assertEquals(201, made.status(), made::toString);
    assertEquals("PT9S", made.json().at("settings", "timeout.first_token").text());

    Reply answer = tenant.http().post(CHAT, tenant.chat("fresh", "x")).assertOk();
    assertEquals(name, answer.header("x-gateway-channel"));
    Exchange received = tenant.simulator().received().lastFor(model);
    assertEquals("Bearer " + secret, received.header("authorization"));

    state(name, "disabled");
    tenant.http().post(CHAT, tenant.chat("fresh", "x")).assertError(503, "no_channel_available");
    state(name, "enabled");
    tenant.http().post(CHAT, tenant.chat("fresh", "x")).assertOk();

    admin
        .put(CHANNELS + "/" + name, "{\"priority\":7,\"timeout\":null}")
        .assertError(400, "invalid_request");
    Doc changed =
        admin.put(CHANNELS + "/" + name, "{\"priority\":7,\"weight\":2}").assertOk().json();
    assertEquals(7, changed.at("priority").integer());
    assertEquals(1, changed.at("keys").integer());
    tenant.http().post(CHAT, tenant.chat("fresh", "x")).assertOk();
    assertEquals(
        "Bearer " + secret, tenant.simulator().received().lastFor(model).header("authorization"));

    String all =
        made.body()
            + changed
            + admin.get(CHANNELS).body()
            + admin.get(CHANNELS + "/" + name).body()
            + admin.get(HEALTH + name).body()
            + admin.get("/admin/api/audit?limit=1000&subject=" + name).body()
            + tenant.http().get("/gateway/metrics").body()
            + Files.readString(tenant.server().log());
    assertFalse(all.contains(secret));
    assertTrue(all.contains("channel.create"));

    admin.delete(CHANNELS + "/" + name).assertOk();
    admin.get(CHANNELS + "/" + name).assertError(404, "not_found");
    assertTrue(tenant.http().post(CHAT, tenant.chat("fresh", "x")).status() >= 404);
  }

  @Test
  void aDeclaredChannelIsOnlySwitched() {
    String path = CHANNELS + "/" + tenant.name();
    assertTrue(admin.get(path).assertOk().json().at("declared").isTrue());
    admin.put(path, "{\"priority\":1}").assertError(409, "conflict");
    admin.delete(path).assertError(409, "conflict");
    state(tenant.name(), "disabled");
    tenant.http().post(CHAT, tenant.chat("echo", "x")).assertError(503, "no_channel_available");
    assertFalse(health(tenant.name()).at("available").isTrue());
    state(tenant.name(), "enabled");
    tenant.http().post(CHAT, tenant.chat("echo", "x")).assertOk();
    Http auditor = Http.as(Operator.AUDITOR, tenant.server());
    auditor.get(path).assertOk();
    auditor.put(path + "/state", "{\"state\":\"disabled\"}").assertError(403, "permission_denied");
  }

  @Test
  void aTestIsARealCallThatIsBookedAndChargesNobody() {
    Doc found = admin.post(CHANNELS + "/" + tenant.name() + "/test", "{}").assertOk().json();
    assertTrue(found.at("ok").isTrue(), found::toString);
    assertEquals("ok", found.at("outcome").text());
    String id = found.at("request_id").text();
    Doc record = admin.get("/admin/api/usage?request_id=" + id).assertOk().json().at("data", 0);
    assertEquals("gateway-probes-USD", record.at("account").text());
    assertEquals(0, record.at("charge").number().signum(), record::toString);
    assertTrue(record.at("cost").number().signum() > 0, record::toString);
    assertTrue(admin.get("/admin/api/ledger/verify").assertOk().json().at("clean").isTrue());
  }

  @Test
  void addressesThatAreNotPublicAreRefused() {
    allowPrivate(false);
    try {
      for (String url : NOT_PUBLIC) {
        Reply refused =
            admin.post(
                CHANNELS,
                ("{\"name\":\"%s-ssrf\",\"provider\":\"openai-compatible\",\"base_url\":\"%s\","
                        + "\"models\":\"ssrf\"}")
                    .formatted(tenant.name(), url));
        refused.assertError(400, "invalid_request");
        assertEquals("base_url", refused.error().at("param").text(), url);
      }
    } finally {
      allowPrivate(true);
    }
  }

  @Test
  void aStoredChannelToAPrivateAddressIsNotCalledOnceThatIsNotAllowed() {
    String name = tenant.name() + "-inside";
    String model = tenant.model("inside");
    price(model);
    admin.post(
        CHANNELS,
        "{\"name\":\"%s\",\"provider\":\"openai-compatible\",\"base_url\":\"%s\",\"models\":\"%s\"}"
            .formatted(
                name,
                tenant.simulator().baseUrl().toString().replace("127.0.0.1", "localhost"),
                model));
    tenant.http().post(CHAT, tenant.chat("inside", "x")).assertOk();
    allowPrivate(false);
    try {
      Await.until(
          "the connection is refused",
          SOON,
          () -> tenant.http().post(CHAT, tenant.chat("inside", "x")).status() >= 500);
      int reached = tenant.simulator().received().forModel(model).size();
      assertTrue(tenant.http().post(CHAT, tenant.chat("inside", "x")).status() >= 500);
      assertEquals(reached, tenant.simulator().received().forModel(model).size());
    } finally {
      allowPrivate(true);
      admin.delete(CHANNELS + "/" + name).assertOk();
    }
  }

  @Test
  void badSettingsAreRefusedByName() {
    refused("{\"name\":\"a b\",\"provider\":\"openai-compatible\"}", "name");
    refused("{\"provider\":\"openai-compatible\"}", "name");
    refused("{\"name\":\"x\",\"provider\":\"nobody\"}", "provider");
    refused("{\"name\":\"x\",\"provider\":\"openai-compatible\",\"models\":\"m\"}", "base_url");
    refused("{\"name\":\"x\",\"provider\":\"openai-compatible\",\"colour\":\"red\"}", "colour");
  }

  @Test
  void theBreakerOpensIsSeenAndClosedByAProbe() {
    String model = tenant.name() + "-sick";
    Script broken = Script.status(500).json(Answers.error("down", "server_error"));
    tenant.simulator().on(model, broken);
    for (int i = 0; i < 4; i++) {
      tenant.http().post(CHAT, tenant.chat("sick", "x"));
    }
    Await.until(
        "the breaker is open",
        SOON,
        () -> !health(model).at("models", 0, "breaker").text().equals("closed"));
    int before = callsOfClients(model);
    assertTrue(before <= 4 * ATTEMPTS, "calls to the sick upstream are bounded: " + before);
    tenant.http().post(CHAT, tenant.chat("sick", "x")).assertError(503, "no_channel_available");
    assertEquals(before, callsOfClients(model));
    tenant.simulator().on(model, Answers::answer);
    Await.until(
        "probes close the breaker",
        SOON,
        () -> health(model).at("models", 0, "breaker").text().equals("closed"));
    tenant.http().post(CHAT, tenant.chat("sick", "x")).assertOk();

    Exchange alert = tenant.simulator().received().await(e -> raisedBy(model, e), SOON);
    assertEquals(model, alert.json().at("channel").text());
    assertTrue(alert.header("x-gateway-signature").matches("t=\\d+,v1=[0-9a-f]{64}"));
    String metrics = tenant.http().get("/gateway/metrics").body();
    assertTrue(metrics.contains("gateway_channel_transitions_total{channel=\"" + model));
    assertTrue(metrics.contains("gateway_channel_state{channel=\"" + model));
  }

  /** Without the probes. */
  private static int callsOfClients(String model) {
    return tenant
        .simulator()
        .received()
        .matching(
            e ->
                e.path().endsWith(CHAT)
                    && model.equals(e.model())
                    && !e.body().contains("\"ping\""))
        .size();
  }

  private static boolean raisedBy(String channel, Exchange request) {
    return request.path().endsWith("/alerts")
        && request.body().contains("breaker_opened")
        && request.json().at("channel").text().equals(channel);
  }

  @Test
  void aKeyWithoutMoneyRestsAndTheOthersGoOn() {
    String model = tenant.name() + "-keys";
    tenant
        .simulator()
        .on(
            model,
            request ->
                "Bearer upstream-poor".equals(request.header("authorization"))
                    ? Script.status(402)
                        .json(Answers.error("no money", "insufficient_quota"))
                        .answer(request)
                    : Answers.answer(request));
    for (int i = 0; i < 6; i++) {
      tenant.http().post(CHAT, tenant.chat("keys", "x")).assertOk();
    }
    Doc keys = health(model).at("keys");
    assertEquals("quota", keys.at(0, "cooldown_reason").text());
    assertFalse(
        keys.at(1, "cooldown_reason").present() && keys.at(1, "cooldown_seconds").present());
    assertFalse(health(model).toString().contains("upstream-poor"));
    tenant.simulator().on(model, Answers::answer);
    Await.until(
        "a probe ends the rest",
        SOON,
        () ->
            health(model).at("keys", 0).toString().contains("cooldown_seconds=null")
                || !health(model).at("keys", 0, "cooldown_reason").present());
  }

  private static void refused(String body, String param) {
    Reply reply = admin.post(CHANNELS, body);
    reply.assertError(400, "invalid_request");
    assertEquals(param, reply.error().at("param").text());
  }

  private static Doc health(String channel) {
    return admin.get(HEALTH + channel).assertOk().json().at("data", 0);
  }

  private static void state(String channel, String state) {
    Doc answer =
        admin
            .put(CHANNELS + "/" + channel + "/state", "{\"state\":\"" + state + "\"}")
            .assertOk()
            .json();
    assertEquals(state, answer.at("state").text());
  }

  private static void price(String model) {
    tenant
        .server()
        .set(
            Map.of(
                "gateway.model." + model + ".price.input", "1.00",
                "gateway.model." + model + ".price.output", "2.00",
                "gateway.model." + model + ".price.currency", "USD"));
    Await.until(
        "the price is known",
        SOON,
        () -> admin.get("/admin/api/prices?limit=1000&model=" + model).body().contains(model));
  }

  private static void allowPrivate(boolean allowed) {
    tenant.server().set(Map.of(ALLOW_PRIVATE, Boolean.toString(allowed)));
    Await.until(
        "the word is taken",
        SOON,
        () -> {
          Reply tried =
              admin.post(
                  CHANNELS,
                  ("{\"name\":\"%s-word\",\"provider\":\"openai-compatible\","
                          + "\"base_url\":\"http://10.0.0.1/v1\",\"models\":\"word\"}")
                      .formatted(tenant.name()));
          if (tried.status() == 201) {
            admin.delete(CHANNELS + "/" + tenant.name() + "-word").assertOk();
          }
          return allowed == (tried.status() == 201);
        });
  }
}
