package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The hostile requests that fit into one write, each with the answer that it deserves. */
final class HostileRequests {
  private static final String CHAT = "/v1/chat/completions";

  private final Tenant tenant;
  private final List<Hostile> all = new ArrayList<>();

  private HostileRequests(Tenant tenant) {
    this.tenant = tenant;
  }

  /**
   * @param status 200 when the request is odd but right, -1 when it may be taken or refused
   * @param code null when several are right
   */
  record Hostile(String name, byte[] bytes, int status, String code) {

    void assertDeserved(Reply reply) {
      if (status == 200 || status == -1 && reply.status() == 200) {
        reply.assertOk();
        return;
      }
      reply.assertEnvelope();
      assertTrue(reply.status() < 500, reply::toString);
      if (status != -1) {
        assertEquals(status, reply.status(), reply::toString);
      }
      if (code != null) {
        assertEquals(code, reply.error().at("code").text(), reply::toString);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Hostile> all(Tenant tenant) {
    HostileRequests requests = new HostileRequests(tenant);
    requests.bodies();
    requests.encodings();
    requests.depths();
    requests.types();
    requests.places();
    requests.keys();
    return requests.all;
  }

  /** What is hardly HTTP. */
  static List<Hostile> malformed(Tenant tenant) {
    HostileRequests requests = new HostileRequests(tenant);
    requests.raw("no version", "GET /v1/models\r\n\r\n");
    requests.raw("unknown version", "GET /v1/models HTTP/9.9\r\nHost: g\r\n\r\n");
    requests.raw("no host", "GET /v1/models HTTP/1.1\r\n\r\n");
    requests.raw("not HTTP", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n");
    requests.raw("negative length", post("Content-Length: -1\r\n"));
    requests.raw("length that is no number", post("Content-Length: many\r\n"));
    requests.raw("two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n") + "{}x");
    requests.raw("chunk size that is no number", post("Transfer-Encoding: chunked\r\n") + "zz\r\n");
    requests.raw("NUL in a header", "GET /v1/models HTTP/1.1\r\nHost: g\r\nX: a\u0000b\r\n\r\n");
    requests.raw(
        "header without a colon", "GET /v1/models HTTP/1.1\r\nHost: g\r\nnonsense\r\n\r\n");
    requests.raw(
        "huge header",
        "GET /v1/models HTTP/1.1\r\nHost: g\r\nX-Big: " + "x".repeat(1 << 20) + "\r\n\r\n");
    requests.raw(
        "20,000 headers",
        "GET /v1/models HTTP/1.1\r\nHost: g\r\n" + "X-A: b\r\n".repeat(20_000) + "\r\n");
    requests.raw("huge path", "GET /v1/" + "x".repeat(1 << 20) + " HTTP/1.1\r\nHost: g\r\n\r\n");
    requests.raw("NUL in the path", "GET /v1/mo\u0000dels HTTP/1.1\r\nHost: g\r\n\r\n");
    requests.raw("broken escape in the path", "GET /v1/%zz HTTP/1.1\r\nHost: g\r\n\r\n");
    requests.raw("escaped slash", "GET /v1%2fmodels HTTP/1.1\r\nHost: g\r\n\r\n");
    requests.raw(
        "parameter in the path", "GET /v1/..;/WEB-INF/web.xml HTTP/1.1\r\nHost: g\r\n\r\n");
    requests.raw("TRACE", "TRACE /v1/models HTTP/1.1\r\nHost: g\r\n\r\n");
    requests.raw("CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: g\r\n\r\n");
    return requests.all;
  }

  /** The head of a chat request with the tenant's key, up to its end. */
  static String head(Tenant tenant, String headers) {
    return "POST "
        + CHAT
        + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
        + tenant.secret()
        + "\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  private void bodies() {
    for (String broken :
        List.of(
            "",
            " ",
            "{",
            "}",
            "{\"model\":",
            "{\"model\":\"x\"",
            "{'model':'x'}",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":0x10}",
            "{\"a\":tru}",
            "// c\n{}",
            "{}{}",
            "{} x",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "{\"a\":\"line\nbreak\"}",
            "\u0000",
            "{\"a\":\"\u0000\"}",
            "model=x&messages=y",
            "<xml/>",
            "data: {}")) {
      chat("broken JSON: " + broken.replace('\n', ' '), latin(broken), 400, "invalid_json");
    }
    chat("an array", latin("[]"), 400, null);
    chat("a text", latin("\"x\""), 400, null);
    chat("null", latin("null"), 400, null);
    chat("a duplicate key", utf8(chatWith(",\"model\":\"other\"")), 400, "invalid_json");
    chat(
        "a duplicate key deep inside",
        utf8(chatWith(",\"metadata\":{\"a\":\"1\",\"a\":\"2\"}")),
        400,
        "invalid_json");
  }

  private void encodings() {
    byte[] request = utf8(tenant.chat("echo", "@"));
    chat("a lone continuation byte", replaced(request, 0x80), 400, "invalid_json");
    chat("a cut character", replaced(request, 0xE4, 0xBD), 400, "invalid_json");
    chat("an overlong slash", replaced(request, 0xC0, 0xAF), 400, "invalid_json");
    chat("a surrogate as UTF-8", replaced(request, 0xED, 0xA0, 0x80), 400, "invalid_json");
    chat("beyond Unicode", replaced(request, 0xF4, 0x90, 0x80, 0x80), 400, "invalid_json");
    chat("ISO 8859-1", replaced(request, 0xE9), 400, "invalid_json");
    chat("UTF-16", tenant.chat("echo", "x").getBytes(StandardCharsets.UTF_16), 400, "invalid_json");
    chat("NUL as an escape", replaced(request, '\\', 'u', '0', '0', '0', '0'), 200, null);
    chat("a character beyond the plane", replaced(request, 0xF0, 0x9F, 0x8E, 0x89), 200, null);
  }

  private void depths() {
    int deep = 100_000;
    chat("100,000 arrays", latin("[".repeat(deep)), 400, "invalid_json");
    chat("100,000 closed arrays", latin("[".repeat(deep) + "]".repeat(deep)), 400, "invalid_json");
    chat("100,000 objects", latin("{\"a\":".repeat(deep)), 400, "invalid_json");
    chat(
        "100,000 levels in an unknown field",
        utf8(chatWith(",\"x\":" + "[".repeat(deep) + "]".repeat(deep))),
        400,
        "invalid_json");
    chat(
        "a number of 100,000 digits",
        utf8(chatWith(",\"temperature\":" + "9".repeat(deep))),
        400,
        null);
    chat("a huge exponent", utf8(chatWith(",\"n\":1e999999999")), 400, null);
    chat("a huge exponent unknown to us", utf8(chatWith(",\"x\":1e999999999")), -1, null);
    chat("50,000 messages", utf8(manyMessages(50_000)), 200, null);
  }

  private void types() {
    byte[] body = utf8(tenant.chat("echo", "x"));
    for (String type : List.of("text/plain", "application/xml", "multipart/form-data", "*/*")) {
      request(
          "content type " + type,
          "POST",
          CHAT,
          "Content-Type: " + type + "\r\n",
          utf8(tenant.chat("echo", "x")),
          415,
          "unsupported_media_type");
    }
    for (String type : List.of("x", "", "json", ";;", "application/json; charset")) {
      String header = "Content-Type: " + type + "\r\n";
      request("odd content type " + type, "POST", CHAT, header, body, -1, null);
    }
    request("no content type", "POST", CHAT, "", body, 415, "unsupported_media_type");
    for (String encoding : List.of("br", "deflate", "gzip, gzip", "nonsense")) {
      request(
          "content encoding " + encoding,
          "POST",
          CHAT,
          "Content-Type: application/json\r\nContent-Encoding: " + encoding + "\r\n",
          utf8(tenant.chat("echo", "x")),
          415,
          "unsupported_media_type");
    }
    request(
        "gzip that is none",
        "POST",
        CHAT,
        "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
        utf8(tenant.chat("echo", "x")),
        -1,
        null);
    request(
        "nothing acceptable",
        "POST",
        CHAT,
        "Content-Type: application/json\r\nAccept: image/png\r\n",
        utf8(tenant.chat("echo", "x")),
        406,
        "not_acceptable");
  }

  private void places() {
    byte[] body = utf8(tenant.chat("echo", "x"));
    String json = "Content-Type: application/json\r\n";
    for (String path :
        List.of(
            "/",
            "/v1",
            "/v1/",
            "/v1/nowhere",
            "/v1/chat",
            "/v1/chat/completions/x",
            "/v2/models",
            "/.env",
            "/WEB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/index.html",
            "/v1/models/../../WEB-INF/web.xml",
            "/favicon.ico")) {
      request("GET " + path, "GET", path, "", new byte[0], 404, null);
    }
    request("GET /admin", "GET", "/admin", "", new byte[0], 401, "authentication_required");
    request("POST to nowhere", "POST", "/v1/nowhere", json, body, 404, "not_found");
    request(
        "a model with a path",
        "GET",
        "/v1/models/..%2f..%2fetc%2fpasswd",
        "",
        new byte[0],
        -1,
        null);
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "NONSENSE")) {
      request(method + " chat", method, CHAT, json, body, 405, "method_not_allowed");
    }
    request("POST models", "POST", "/v1/models", json, body, 405, "method_not_allowed");
    request("DELETE wallet", "DELETE", "/v1/wallet", "", new byte[0], 405, "method_not_allowed");
  }

  private void keys() {
    for (String key :
        List.of(
            "Bearer x",
            "Bearer",
            "Bearer ' OR 1=1 --",
            "Bearer " + "k".repeat(6_000),
            "Bearer sk-é",
            "Bearer ${jndi:ldap://x/a}",
            "Bearer %00")) {
      String shown = key.length() > 30 ? key.substring(0, 30) + "..." : key;
      all.add(
          new Hostile(
              "key " + shown,
              latin("GET /v1/models HTTP/1.1\r\nHost: g\r\nAuthorization: " + key + "\r\n\r\n"),
              401,
              null));
    }
  }

  private void chat(String name, byte[] body, int status, String code) {
    request(name, "POST", CHAT, "Content-Type: application/json\r\n", body, status, code);
  }

  private void request(
      String name,
      String method,
      String path,
      String headers,
      byte[] body,
      int status,
      String code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        latin(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + tenant.secret()
                + "\r\n"
                + headers
                + "Content-Length: "
                + body.length
                + "\r\n\r\n"));
    bytes.writeBytes(body);
    all.add(new Hostile(name, bytes.toByteArray(), status, code));
  }

  private void raw(String name, String request) {
    all.add(new Hostile(name, latin(request), 400, null));
  }

  private String chatWith(String more) {
    return tenant.chat("echo", "x", more);
  }

  private String manyMessages(int count) {
    String message = ",{\"role\":\"user\",\"content\":\"x\"}";
    return "{\"model\":\""
        + tenant.model("echo")
        + "\",\"messages\":["
        + message.repeat(count).substring(1)
        + "]}";
  }

  private static String post(String headers) {
    return "POST "
        + CHAT
        + " HTTP/1.1\r\nHost: g\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  /** The request with the one {@code @} of its message replaced by bytes. */
  private static byte[] replaced(byte[] request, int... bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte b : request) {
      if (b == '@') {
        for (int replacement : bytes) {
          out.write(replacement);
        }
      } else {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
