package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payment notifications: believed when signed, fitted to their order, booked once. */
class WebhooksIT {
  private static final String STRIPE = "gateway.payments.stripe.webhook-secret";
  private static final String PAYPAL = "gateway.payments.paypal.webhook-id";
  private static final String CERTIFICATE = "gateway.payments.paypal.certificate";
  private static final String SECRET = "whsec_0123456789abcdef0123456789";
  private static final String HOOK = "8PT597110X687430LKGECATA";

  @TempDir private static Path folder;
  private static Tenant tenant;
  private static Http admin;
  private static Http anybody;
  private static PrivateKey paypal;

  @BeforeAll
  static void start() throws Exception {
    tenant = Tenant.named("webhooks").models("echo").start();
    admin = Http.as(Operator.ADMIN, tenant.server());
    anybody = new Http(tenant.baseUrl(), null);
    anybody.post("/webhooks/stripe", "{}").assertError(404, "not_found");
    anybody.post("/webhooks/paypal", "{}").assertError(404, "not_found");
    Path certificate = makeKey();
    tenant.server().set(Map.of(STRIPE, SECRET, PAYPAL, HOOK, CERTIFICATE, certificate.toString()));
    Await.until(
        "Stripe's address is open",
        Duration.ofSeconds(15),
        () -> anybody.post("/webhooks/stripe", "{}").status() == 400);
  }

  @AfterAll
  static void stop() {
    tenant.server().unset(List.of(STRIPE, PAYPAL, CERTIFICATE));
    tenant.close();
  }

  private static Path makeKey() throws Exception {
    Path store = folder.resolve("paypal.p12");
    Path certificate = folder.resolve("paypal.pem");
    keytool(
        List.of("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=paypal"), store);
    keytool(List.of("-exportcert", "-rfc", "-file", certificate.toString()), store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    paypal = (PrivateKey) keys.getKey("test", "changeit".toCharArray());
    return certificate;
  }

  private static void keytool(List<String> what, Path store) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(what);
    command.addAll(
        List.of("-alias", "test", "-keystore", store.toString(), "-storepass", "changeit"));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private static String order(String amount) {
    Reply made =
        admin.post(
            "/admin/api/orders",
            "{\"account\":\"%s\",\"amount\":\"%s\",\"currency\":\"USD\",\"reference\":\"%s\"}"
                .formatted(tenant.name(), amount, tenant.name() + System.nanoTime()));
    assertEquals(201, made.status(), made.toString());
    return made.json().at("id").text();
  }

  private static Doc state(String order) {
    return admin.get("/admin/api/orders/" + order).assertOk().json();
  }

  private static BigDecimal balance() {
    return tenant.http().get("/v1/wallet").assertOk().json().at("balance").number();
  }

  private static String session(String event, String order, int cents) {
    return ("{\"id\":\"%s-%s\",\"type\":\"checkout.session.completed\",\"data\":{\"object\":{"
            + "\"id\":\"cs\",\"payment_intent\":\"pi-%s\",\"payment_status\":\"paid\","
            + "\"amount_total\":%d,\"currency\":\"usd\",\"client_reference_id\":\"%s\"}}}")
        .formatted(event, order, order, cents, order);
  }

  private static Reply stripe(String body) {
    return stripe(body, Instant.now().getEpochSecond(), SECRET);
  }

  private static Reply stripe(String body, long time, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
      return anybody.post(
          "/webhooks/stripe",
          body,
          "Stripe-Signature",
          "t=" + time + ",v1=" + HexFormat.of().formatHex(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPaidSessionIsCreditedOnce() throws Exception {
    BigDecimal before = balance();
    String order = order("25.50");
    ExecutorService threads = Executors.newFixedThreadPool(10);
    List<Future<Reply>> all =
        IntStream.range(0, 20)
            .mapToObj(i -> threads.submit(() -> stripe(session("evt" + i / 4, order, 2550))))
            .toList();
    for (Future<Reply> one : all) {
      one.get().assertOk();
    }
    threads.shutdown();
    assertEquals("paid", state(order).at("state").text());
    assertEquals(0, before.add(new BigDecimal("25.50")).compareTo(balance()));
    String audit = admin.get("/admin/api/audit?principal=stripe&limit=1000").assertOk().body();
    assertTrue(audit.contains("payment:" + order), audit);
  }

  @Test
  void whatIsForgedLateOrDoesNotFitIsNotBooked() {
    BigDecimal before = balance();
    String order = order("25.50");
    long now = Instant.now().getEpochSecond();
    String body = session("evt", order, 2550);
    stripe(body, now, "whsec_another secret").assertError(400, "invalid_request");
    stripe(body, now - 400, SECRET).assertError(400, "invalid_request");
    anybody.post("/webhooks/stripe", body).assertError(400, "invalid_request");
    stripe(session("evt", order, 2549)).assertError(409, "conflict");
    stripe(session("evt", order, 2550).replace("usd", "eur")).assertError(409, "conflict");
    stripe(session("evt", "no-such-order", 2550)).assertError(404, "not_found");
    stripe("not json").assertError(400, "invalid_json");
    stripe("{\"id\":\"e\",\"pad\":\"" + "x".repeat(300_000) + "\"}")
        .assertError(413, "body_too_large");
    stripe("{\"id\":\"evt\",\"type\":\"customer.created\"}").assertOk();
    assertEquals("open", state(order).at("state").text());
    assertEquals(0, before.compareTo(balance()));
  }

  @Test
  void whatStripePaysBackLeavesTheWallet() {
    String order = order("10");
    stripe(session("evt", order, 1000)).assertOk();
    BigDecimal before = balance();
    String refund =
        ("{\"id\":\"evt-r-%s\",\"type\":\"charge.refunded\",\"data\":{\"object\":{\"id\":\"ch\","
                + "\"payment_intent\":\"pi-%s\",\"amount_refunded\":400,\"currency\":\"usd\"}}}")
            .formatted(order, order);
    stripe(refund).assertOk();
    stripe(refund).assertOk();
    assertEquals(0, before.subtract(new BigDecimal("4")).compareTo(balance()));
    assertEquals(0, new BigDecimal("4").compareTo(state(order).at("refunded").number()));
  }

  @Test
  void aPaypalCaptureIsCreditedOnce() throws Exception {
    BigDecimal before = balance();
    String order = order("7.25");
    String body =
        ("{\"id\":\"WH-%s\",\"event_type\":\"PAYMENT.CAPTURE.COMPLETED\",\"resource\":{\"id\":"
                + "\"CAP-%s\",\"custom_id\":\"%s\",\"amount\":{\"value\":\"7.25\","
                + "\"currency_code\":\"USD\"}}}")
            .formatted(order, order, order);
    paypal(body, "another-hook").assertError(400, "invalid_request");
    assertEquals("open", state(order).at("state").text());
    paypal(body, HOOK).assertOk();
    paypal(body, HOOK).assertOk();
    assertEquals("paypal", state(order).at("service").text());
    assertEquals(0, before.add(new BigDecimal("7.25")).compareTo(balance()));
  }

  private static Reply paypal(String body, String hook) throws GeneralSecurityException {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    String time = Instant.now().toString();
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(paypal);
    signature.update(
        ("T-1|" + time + "|" + hook + "|" + crc.getValue()).getBytes(StandardCharsets.UTF_8));
    return anybody.post(
        "/webhooks/paypal",
        body,
        "PAYPAL-TRANSMISSION-ID",
        "T-1",
        "PAYPAL-TRANSMISSION-TIME",
        time,
        "PAYPAL-TRANSMISSION-SIG",
        Base64.getEncoder().encodeToString(signature.sign()),
        "PAYPAL-AUTH-ALGO",
        "SHA256withRSA");
  }

  @Test
  void anEmptySecretIsRefusedAndTheOldOneStays() {
    String order = order("1");
    tenant.server().set(Map.of(STRIPE, ""));
    Await.until("the refusal is logged", Duration.ofSeconds(15), () -> log().contains(STRIPE));
    stripe(session("evt", order, 100), Instant.now().getEpochSecond(), "x")
        .assertError(400, "invalid_request");
    stripe(session("evt", order, 100)).assertOk();
    assertFalse(log().contains(SECRET));
    tenant.server().set(Map.of(STRIPE, SECRET));
  }

  private static String log() {
    try {
      return Files.readString(tenant.server().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
