package io.llmgateway.provider.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schemes whose tokens are fetched, against services that verify what they are sent. */
class TokenServicesTest {
  private static final UpstreamClient CLIENT = new UpstreamClient();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String SECRET = "very-secret-key";

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  private static CannedProvider service(String status, String json) {
    return CannedProvider.of(
        status + "\r\nContent-Type: application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static UpstreamRequest authenticated(
      String scheme, CannedProvider service, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent("secret-key", SECRET);
    Endpoint endpoint =
        new Endpoint(
            "channel", URI.create("http://provider.test/v1"), "access-id", Timeouts.DEFAULT, all);
    UpstreamRequest request =
        new UpstreamRequest(
            URI.create("http://provider.test/v1/chat"),
            Map.of(),
            Digests.bytes("{\"model\":\"ep-1\",\"messages\":[]}"),
            false,
            Timeouts.DEFAULT);
    return new Authenticators(CLIENT, CLOCK)
        .of(Map.of("auth", scheme, "token-url", service.uri().toString()))
        .authenticate(request, endpoint, new Cancellation());
  }

  @Test
  void buysATemporaryKeyOfArkForTheModelThatIsAsked() {
    try (CannedProvider service =
        service("200 OK", "{\"Result\":{\"ApiKey\":\"temp-1\",\"ExpiredTime\":1893456000}}")) {
      UpstreamRequest request = authenticated("ark,bearer", service, Map.of());

      assertEquals("Bearer temp-1", request.headers().get("Authorization"));
      CannedProvider.Exchange asked = service.requests.remove();
      assertTrue(
          asked.head().startsWith("POST /v1?Action=GetApiKey&Version=2024-01-01 "), asked.head());
      assertTrue(
          asked.head().contains("Credential=access-id/20260102/cn-beijing/ark/request"),
          asked.head());
      assertTrue(asked.body().contains("\"ResourceIds\":[\"ep-1\"]"), asked.body());
      assertTrue(asked.head().contains("Content-Type: application/json\r\n"), asked.head());
    }
  }

  @Test
  void tellsThatArkRefusedTheSignature() {
    try (CannedProvider service =
        service(
            "200 OK",
            "{\"ResponseMetadata\":{\"Error\":{\"Code\":\"SignatureDoesNotMatch\","
                + "\"Message\":\"m\"}}}")) {
      ChatException.Retryable refused =
          assertThrows(
              ChatException.Retryable.class, () -> authenticated("ark", service, Map.of()));
      assertEquals(Outcome.AUTH, refused.outcome());
      assertTrue(refused.getMessage().contains("SignatureDoesNotMatch"), refused.getMessage());
    }
  }

  @Test
  void buysABearerOfBaiduWithASignedGet() {
    try (CannedProvider service =
        service(
            "200 OK",
            "{\"userId\":\"u\",\"token\":\"bce-v3/temp\",\"expireTime\":\"2026-02-01T00:00:00Z\"}")) {
      UpstreamRequest request = authenticated("bce-bearer,bearer", service, Map.of());

      assertEquals("Bearer bce-v3/temp", request.headers().get("Authorization"));
      String head = service.requests.remove().head();
      assertTrue(head.startsWith("GET /v1?expireInSeconds=2592000 "), head);
      String expected =
          BceSignature.authorization(
              new KeyPair("access-id", SECRET),
              "GET",
              "/v1",
              UriText.parameters(URI.create("http://provider.test/v1?expireInSeconds=2592000")),
              Map.of("host", service.uri().getRawAuthority(), "x-bce-date", "2026-01-02T03:04:05Z"),
              true,
              "2026-01-02T03:04:05Z");
      assertTrue(head.contains("Authorization: " + expected + "\r\n"), head);
    }
  }

  @Test
  void putsBaidusFirstTokenIntoTheQuery() {
    try (CannedProvider service =
        service("200 OK", "{\"access_token\":\"24.abc\",\"expires_in\":2592000}")) {
      UpstreamRequest request = authenticated("baidu-oauth", service, Map.of());

      assertEquals("access_token=24.abc", request.uri().getQuery());
      assertFalse(request.toString().contains("24.abc"), "nor in a log");
      String head = service.requests.remove().head();
      assertTrue(
          head.startsWith(
              "POST /v1?grant_type=client_credentials&client_id=access-id&client_secret="),
          head);
    }
  }

  @Test
  void keepsSecretsOutOfWhatATokenServiceSays() {
    try (CannedProvider service =
        service(
            "401 Unauthorized",
            "{\"error\":\"invalid_client\",\"error_description\":\"unknown client "
                + SECRET
                + "\"}")) {
      ChatException.Retryable refused =
          assertThrows(
              ChatException.Retryable.class, () -> authenticated("baidu-oauth", service, Map.of()));
      assertEquals(Outcome.AUTH, refused.outcome());
      for (Throwable t = refused; t != null; t = t.getCause()) {
        assertFalse(String.valueOf(t.getMessage()).contains(SECRET), t.toString());
      }
    }
  }

  @Test
  void takesABadRequestOfATokenServiceForAWrongCredential() {
    try (CannedProvider service = service("400 Bad Request", "{\"error\":\"invalid_grant\"}")) {
      ChatException.Retryable refused =
          assertThrows(
              ChatException.Retryable.class, () -> authenticated("baidu-oauth", service, Map.of()));
      assertEquals(Outcome.AUTH, refused.outcome());
    }
  }

  @Test
  void signsForAGoogleServiceAccount() throws Exception {
    java.security.KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Path file = folder.resolve("account.json");
    String pem = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
    Files.writeString(
        file,
        JsonText.json()
            .createObjectBuilder()
            .add("client_email", "robot@project.test")
            .add("private_key_id", "k1")
            .add(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n")
            .build()
            .toString());
    try (CannedProvider service =
        service("200 OK", "{\"access_token\":\"ya29.x\",\"expires_in\":3599}")) {
      UpstreamRequest request =
          authenticated(
              "google-service-account", service, Map.of("credentials-file", file.toString()));

      assertEquals("Bearer ya29.x", request.headers().get("Authorization"));
      String body = service.requests.remove().body();
      String jwt =
          URLDecoder.decode(
              body.substring(body.indexOf("assertion=") + 10), StandardCharsets.UTF_8);
      String[] parts = jwt.split("\\.");
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(keys.getPublic());
      check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      assertTrue(check.verify(Base64.getUrlDecoder().decode(parts[2])));
      JsonObject claims =
          (JsonObject)
              JsonText.parse(
                  new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
      assertEquals("robot@project.test", claims.getString("iss"));
      assertEquals(NOW.getEpochSecond() + 3600, claims.getJsonNumber("exp").longValue());
      assertEquals(service.uri().toString(), claims.getString("aud"));
    }
  }
}
