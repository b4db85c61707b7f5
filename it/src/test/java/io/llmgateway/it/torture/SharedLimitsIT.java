package io.llmgateway.it.torture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two gateways on one database count a limit together. */
@Timeout(600)
@Tag("not-h2")
class SharedLimitsIT {
  private static final String CHAT = "/v1/chat/completions";

  private static GatewayServer first;
  private static GatewayServer second;
  private static Tenant tenant;
  private static Tenant there;

  @BeforeAll
  static void startBoth() {
    GatewayDatabase database = GatewayDatabase.ofThisRun();
    first = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    second = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    tenant =
        Tenant.on(first, "shared-limits")
            .models("echo")
            .with("gateway.limit.shared", "true")
            .key("twenty", Map.of("limit.requests-per-minute", "20"))
            .key("burst", Map.of("limit.requests-per-minute", "30"))
            .start();
    there = tenant.on(second);
  }

  @AfterAll
  static void stopBoth() {
    if (second != null) {
      first.close();
      second.close();
    }
  }

  @Test
  void oneAfterTheOther() {
    Http here = tenant.http("twenty");
    Http other = there.http("twenty");
    long start = System.nanoTime();
    int given = 0;
    for (int i = 0; i < 40; i++) {
      given += (i % 2 == 0 ? here : other).post(CHAT, chat()).status() == 200 ? 1 : 0;
    }
    assertBetween(20, given, start, 20);
    Reply refused = here.post(CHAT, chat());
    assertTrue(refused.status() == 200 || refused.header("retry-after") != null);
  }

  @Test
  void allAtOnce() {
    long start = System.nanoTime();
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      calls.add((i % 2 == 0 ? tenant : there).http("burst").postLater(CHAT, chat()));
    }
    int given = 0;
    for (CompletableFuture<Reply> call : calls) {
      Reply reply = call.join();
      assertTrue(reply.status() == 200 || reply.status() == 429, reply.toString());
      given += reply.status() == 200 ? 1 : 0;
    }
    assertBetween(30, given, start, 30);
  }

  /** What came back meanwhile may have been given as well. */
  private static void assertBetween(int limit, int given, long start, int perMinute) {
    long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
    long most = limit + seconds * perMinute / 60 + 1;
    assertTrue(given >= limit && given <= most, given + " of " + limit + " in " + seconds + " s");
  }

  private static String chat() {
    return tenant.chat("echo", "x");
  }
}
