package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.RawCall;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, who may change something, and what the others are told. */
class AdminSecurityIT {
  private static final String KEYS = "/admin/api/keys";
  private static final String NEW_KEY = "{\"name\":\"never-made\",\"account\":\"nobody\"}";

  private static GatewayServer server;
  private static Http admin;
  private static Http auditor;

  @BeforeAll
  static void start() {
    server = GatewayServer.shared();
    admin = Http.as(Operator.ADMIN, server);
    auditor = Http.as(Operator.AUDITOR, server);
  }

  @Test
  void letsNobodyInWithoutTheRightNameAndPassword() {
    refuses(new Http(server.baseUri(), null).get(KEYS));
    refuses(new Http(server.baseUri(), "sk-some-key").get(KEYS));
    refuses(as("admin", "wrong").get(KEYS));
    refuses(as("admin", "").get(KEYS));
    refuses(as("", "").get(KEYS));
    refuses(as("nobody", Operator.ADMIN.password()).get(KEYS));
    refuses(as("admin", "${gateway.admin.password}").get(KEYS));
    refuses(as("admin", Operator.ADMIN.password() + " ").get(KEYS));
    refuses(new Http(server.baseUri(), null).post(KEYS, NEW_KEY));
    refuses(new Http(server.baseUri(), null).get("/admin"));
    refuses(new Http(server.baseUri(), null).get("/admin/api/nothing-here"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic YWRtaW4=",
        "Basic OnBhc3N3b3Jk",
        "Digest username=\"admin\"",
        "Bearer admin"
      })
  void refusesCredentialsThatMakeNoSense(String authorization) {
    Http nobody = new Http(server.baseUri(), null);
    refuses(nobody.send(nobody.request(KEYS).header("Authorization", authorization).GET().build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin;x=y/api/keys",
        "//admin/api/keys",
        "/%61dmin/api/keys",
        "/v1/../admin/api/keys",
        "/./admin/api/keys",
        "/admin/./api/keys",
        "/ADMIN/api/keys",
        "/gateway/metrics/..;/../admin/api/keys"
      })
  void isNotTalkedRoundByOddPaths(String path) throws IOException {
    try (RawCall call = new RawCall(server.baseUri())) {
      Reply reply =
          call.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
              .read();
      assertTrue(reply.status() >= 400 && reply.status() < 500, reply.toString());
      assertFalse(reply.body().contains("\"list\""), reply.toString());
    }
  }

  @Test
  void auditorsReadAndDoNotWrite() {
    auditor.get(KEYS).assertOk();
    auditor.get("/admin/api/accounts").assertOk();
    auditor.get("/admin/api/audit").assertOk();
    auditor.post(KEYS, NEW_KEY).assertError(403, "permission_denied");
    auditor.put(KEYS + "/x", "{}").assertError(403, "permission_denied");
    auditor.delete(KEYS + "/x").assertError(403, "permission_denied");
    auditor.post("/admin/api/accounts", "{}").assertError(403, "permission_denied");
    auditor.post("/admin/api/nothing-here", "{}").assertError(403, "permission_denied");
  }

  @Test
  void errorsOfEveryKindAreInTheEnvelope() {
    admin.get("/admin/api/nothing-here").assertError(404, "not_found");
    admin.get("/admin").assertError(404, "not_found");
    admin.get(KEYS + "/no-such-key").assertError(404, "not_found");
    admin.delete(KEYS + "/no-such-key").assertError(404, "not_found");
    Reply wrongMethod = admin.put(KEYS, "{}").assertError(405, "method_not_allowed");
    assertTrue(wrongMethod.header("allow").contains("POST"), wrongMethod.toString());
    admin
        .post(KEYS, NEW_KEY, "content-type", "text/plain")
        .assertError(415, "unsupported_media_type");
    admin
        .post(KEYS, "name=a", "content-type", "application/x-www-form-urlencoded")
        .assertError(415, "unsupported_media_type");
    admin.post(KEYS, "{").assertError(400, "invalid_json");
    admin.post(KEYS, "[]").assertError(400, "invalid_json");
    admin.post(KEYS, " ".repeat(2 << 20)).assertError(413, "body_too_large");
    param("nonsense", admin.get(KEYS + "?nonsense=1"));
    param("nonsense", admin.get(KEYS + "/x?nonsense=1"));
    param("limit", admin.get(KEYS + "?limit=0"));
    param("limit", admin.get(KEYS + "?limit=1001"));
    param("limit", admin.get(KEYS + "?limit=ten"));
    param("state", admin.get(KEYS + "?state=odd"));
    param("account", admin.get(KEYS + "?account=a&account=b"));
    param("from", admin.get("/admin/api/audit?from=yesterday"));
    param("nonsense", admin.post(KEYS, "{\"nonsense\":1}"));
    param("name", admin.post(KEYS, "{\"account\":\"a\"}"));
    param("name", admin.post(KEYS, "{\"name\":\"a/b\",\"account\":\"a\"}"));
    param("account", admin.post(KEYS, NEW_KEY));
  }

  @Test
  void takesNoChangeFromAnotherSitesPage() {
    admin
        .post(KEYS, NEW_KEY, "origin", "https://evil.example")
        .assertError(403, "permission_denied");
    admin.post(KEYS, NEW_KEY, "origin", "null").assertError(403, "permission_denied");
    admin.post(KEYS, NEW_KEY, "sec-fetch-site", "cross-site").assertError(403, "permission_denied");
    admin.post(KEYS, NEW_KEY, "sec-fetch-site", "same-site").assertError(403, "permission_denied");
    admin
        .delete(KEYS + "/x", "origin", "https://evil.example")
        .assertError(403, "permission_denied");
    param("account", admin.post(KEYS, NEW_KEY, "origin", server.baseUri().toString()));
    param("account", admin.post(KEYS, NEW_KEY, "sec-fetch-site", "same-origin"));
  }

  @Test
  void leavesNothingBehindThatASessionCouldBeTakenOverWith() {
    Reply reply = admin.get(KEYS).assertOk();
    String cookie = reply.header("set-cookie");
    assertTrue(cookie == null || cookie.contains("Expires=Thu, 01-Jan-1970"), reply.toString());
    assertEquals("no-store", reply.header("cache-control"));
    if (cookie != null) {
      Http nobody = new Http(server.baseUri(), null);
      String session = cookie.substring(0, cookie.indexOf(';'));
      refuses(nobody.send(nobody.request(KEYS).header("Cookie", session).GET().build()));
    }
  }

  @Test
  void applicationsAreAskedForTheirKeyAndForNothingElse() {
    Reply reply = admin.get("/v1/models").assertError(401, "missing_api_key");
    assertEquals("Bearer", reply.header("www-authenticate"));
    Reply none = as("admin", "wrong").get("/v1/models").assertError(401, "missing_api_key");
    assertEquals("Bearer", none.header("www-authenticate"));
    assertEquals(200, new Http(server.baseUri(), null).get("/gateway/metrics").status());
  }

  @Test
  @Tag("liberty") // WildFly has no users of its own
  void withoutAConfiguredPasswordNobodyGetsIn() {
    try (GatewayServer bare = GatewayServer.prepare()) {
      bare.environment("GATEWAY_ADMIN_PASSWORD", "").environment("GATEWAY_AUDITOR_PASSWORD", "");
      bare.start();
      for (String password : List.of("", " ", "admin", "${gateway.admin.password}", "null")) {
        refuses(Http.as(new Operator("admin", password, ""), bare).get(KEYS));
        refuses(Http.as(new Operator("auditor", password, ""), bare).get(KEYS));
      }
    }
  }

  private static Http as(String name, String password) {
    return Http.as(new Operator(name, password, ""), server);
  }

  private static void refuses(Reply reply) {
    reply.assertError(401, "authentication_required");
    assertEquals("Basic realm=\"llm-gateway\"", reply.header("www-authenticate"));
  }

  private static void param(String name, Reply reply) {
    Doc error = reply.assertError(400, "invalid_request").error();
    assertEquals(name, error.at("param").text(), reply.toString());
  }
}
