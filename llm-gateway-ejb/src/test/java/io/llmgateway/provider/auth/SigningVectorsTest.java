package io.llmgateway.provider.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.llmgateway.provider.auth.JwtAuthenticator.Dialect;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of {@code signing/*.json}. Those that are {@code published} stand in the vendors' own
 * documents; the others were computed by another implementation.
 */
class SigningVectorsTest {
  private static Stream<JsonObject> vectors(String file) {
    try (InputStream in = SigningVectorsTest.class.getResourceAsStream("/signing/" + file)) {
      assertNotNull(in, file);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ((JsonArray) JsonText.parse(text)).stream().map(JsonObject.class::cast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonObject> volcengine() {
    return vectors("volcengine.json");
  }

  static Stream<JsonObject> aws() {
    return vectors("aws.json");
  }

  static Stream<JsonObject> bce() {
    return vectors("bce.json");
  }

  static Stream<JsonObject> tc3() {
    return vectors("tc3.json");
  }

  static Stream<JsonObject> spark() {
    return vectors("spark.json");
  }

  static Stream<JsonObject> zhipu() {
    return vectors("zhipu.json");
  }

  static Stream<JsonObject> sensenova() {
    return vectors("sensenova.json");
  }

  private static KeyPair pair(JsonObject vector) {
    return new KeyPair(vector.getString("id"), vector.getString("secret"));
  }

  private static Map<String, String> texts(JsonObject object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.forEach((name, value) -> texts.put(name, ((JsonString) value).getString()));
    return texts;
  }

  private static List<Map.Entry<String, String>> query(JsonObject vector) {
    return new ArrayList<>(texts(vector.getJsonObject("query")).entrySet());
  }

  @ParameterizedTest
  @MethodSource
  void volcengine(JsonObject vector) {
    byte[] body = Digests.bytes(vector.getString("body"));
    Map<String, String> all =
        Map.of(
            "content-type", vector.getString("contentType"),
            "host", vector.getString("host"),
            "x-content-sha256", Digests.sha256(body),
            "x-date", vector.getString("time"),
            "x-security-token", vector.getString("sessionToken"));
    Map<String, String> signed = new LinkedHashMap<>();
    for (String name : vector.getString("order").split(";")) {
      signed.put(name, all.get(name));
    }

    String authorization =
        V4Signature.VOLCENGINE.authorization(
            pair(vector),
            new V4Signature.Subject(
                vector.getString("method"),
                vector.getString("path"),
                UriText.canonicalQuery(query(vector)),
                signed,
                Digests.sha256(body)),
            vector.getString("time"),
            vector.getString("region"),
            vector.getString("service"));

    assertEquals(vector.getString("authorization"), authorization);
  }

  @ParameterizedTest
  @MethodSource
  void aws(JsonObject vector) {
    Map<String, String> headers = texts(vector.getJsonObject("headers"));
    String authorization =
        V4Signature.AWS.authorization(
            pair(vector),
            new V4Signature.Subject(
                vector.getString("method"),
                UriText.encodePath(vector.getString("path")),
                UriText.canonicalQuery(query(vector)),
                V4Signature.sorted(headers),
                Digests.sha256(vector.getString("body"))),
            vector.getString("time"),
            vector.getString("region"),
            vector.getString("service"));

    assertEquals(vector.getString("authorization"), authorization);
  }

  @ParameterizedTest
  @MethodSource
  void bce(JsonObject vector) {
    Map<String, String> headers = texts(vector.getJsonObject("headers"));
    List<String> signed =
        vector.getJsonArray("signed").getValuesAs(JsonString.class).stream()
            .map(JsonString::getString)
            .toList();
    // without a list the service's own: host, content-length, content-type, content-md5, x-bce-*
    headers
        .keySet()
        .removeIf(
            name ->
                signed.isEmpty()
                    ? name.equals("Date")
                    : !signed.contains(name.toLowerCase(Locale.ROOT)));

    String authorization =
        BceSignature.authorization(
            pair(vector),
            vector.getString("method"),
            vector.getString("path"),
            query(vector),
            headers,
            vector.getBoolean("named"),
            vector.getString("time"));

    assertEquals(vector.getString("authorization"), authorization);
  }

  @ParameterizedTest
  @MethodSource
  void tc3(JsonObject vector) {
    String action = vector.getString("action");
    Tc3Authenticator.Subject subject =
        new Tc3Authenticator.Subject(
            vector.getString("service"),
            vector.getString("host"),
            vector.getString("contentType"),
            action.isEmpty() ? null : action,
            vector.getJsonNumber("seconds").longValue(),
            Digests.bytes(vector.getString("body")));

    assertEquals(vector.getString("authorization"), subject.authorization(pair(vector)));
  }

  @ParameterizedTest
  @MethodSource
  void spark(JsonObject vector) {
    URI signed =
        SparkUrlAuthenticator.signed(
            pair(vector), URI.create(vector.getString("address")), vector.getString("date"));

    assertEquals(vector.getString("url"), signed.toString());
  }

  @ParameterizedTest
  @MethodSource
  void zhipu(JsonObject vector) {
    String key = vector.getString("key");
    KeyPair pair = new KeyPair(key.substring(0, key.indexOf('.')), key.split("\\.")[1]);
    Instant now = Instant.ofEpochMilli(vector.getJsonNumber("millis").longValue());

    assertSameJwt(vector.getString("jwt"), Dialect.ZHIPU.token(pair, now), pair.secret());
  }

  @ParameterizedTest
  @MethodSource
  void sensenova(JsonObject vector) {
    Instant now = Instant.ofEpochSecond(vector.getJsonNumber("seconds").longValue());

    assertSameJwt(
        vector.getString("jwt"),
        Dialect.SENSENOVA.token(pair(vector), now),
        vector.getString("secret"));
  }

  /** The order of a header's fields is free, so the parts are compared, not the text. */
  private static void assertSameJwt(String expected, String actual, String secret) {
    JsonObject header = part(actual, 0);
    assertEquals(part(expected, 1), part(actual, 1), "claims");
    assertEquals("HS256", header.getString("alg"));
    assertEquals(part(expected, 0).get("sign_type"), header.get("sign_type"));
    assertEquals(signature(expected, secret), expected.split("\\.")[2], "the vector's own");
    assertEquals(signature(actual, secret), actual.split("\\.")[2]);
  }

  private static String signature(String jwt, String secret) {
    return Digests.base64Url(Digests.hmac(secret, jwt.substring(0, jwt.lastIndexOf('.'))));
  }

  private static JsonObject part(String jwt, int index) {
    byte[] json = Base64.getUrlDecoder().decode(jwt.split("\\.")[index]);
    return (JsonObject) JsonText.parse(new String(json, StandardCharsets.UTF_8));
  }

  @Test
  void baichuan() {
    JsonObject vector = vectors("baichuan.json").findFirst().orElseThrow();
    assertEquals(
        vector.getString("signature"),
        BaichuanAuthenticator.signature(
            vector.getString("secret"),
            Digests.bytes(vector.getString("body")),
            vector.getString("time")));
  }
}
