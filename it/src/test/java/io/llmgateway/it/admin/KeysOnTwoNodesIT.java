package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.server.ServerKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator changes on one node is in force on the other within seconds. */
@Timeout(600)
@Tag("not-h2")
class KeysOnTwoNodesIT {
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final Map<String, String> SECRET =
      Map.of("gateway.key-digest.secret", "the same secret on both nodes of this test");

  private static GatewayServer first;
  private static GatewayServer second;

  @BeforeAll
  static void startBoth() {
    GatewayDatabase database = GatewayDatabase.ofThisRun();
    first = GatewayServer.prepare(ServerKind.ofThisRun(), database).set(SECRET).start();
    second = GatewayServer.prepare(ServerKind.ofThisRun(), database).set(SECRET).start();
  }

  @AfterAll
  static void stopBoth() {
    if (second != null) {
      first.close();
      second.close();
    }
  }

  @Test
  void aKeyLivesAndDiesOnBothNodes() {
    Http here = Http.as(Operator.ADMIN, first);
    Http there = Http.as(Operator.ADMIN, second);
    String account = "{\"name\":\"shared\",\"currency\":\"USD\"}";
    assertEquals(201, here.post("/admin/api/accounts", account).status());
    Reply made = here.post("/admin/api/keys", "{\"name\":\"roaming\",\"account\":\"shared\"}");
    Http app = new Http(second.baseUri(), made.json().at("secret").text());

    await("the key is known", app, 200);
    here.put("/admin/api/keys/roaming", "{\"state\":\"disabled\"}").assertOk();
    await("the key is disabled", app, 403);
    there.put("/admin/api/keys/roaming", "{\"state\":\"enabled\"}").assertOk();
    app.get("/v1/models").assertOk();
    here.put("/admin/api/accounts/shared", "{\"state\":\"disabled\"}").assertOk();
    await("the account is disabled", app, 403);
    app.get("/v1/models").assertError(403, "account_disabled");
    here.delete("/admin/api/keys/roaming").assertOk();
    await("the key is revoked", app, 401);
  }

  private static void await(String what, Http app, int status) {
    Await.until(what, SECONDS, () -> app.get("/v1/models").status() == status);
  }
}
