package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A changed configuration file takes effect within ten seconds and disturbs nobody. */
class ReloadIT {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("reload").models("echo", "scripted").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void changesThePriceWithoutDroppingTheStreamInFlight() {
    Gate gate = new Gate();
    tenant
        .simulator()
        .next(
            tenant.model("scripted"),
            Script.sse()
                .events(Chunks.role(), Chunks.text("one "))
                .gate(gate)
                .events(Chunks.text("two"), Chunks.finish("stop"), Chunks.usage(1, 2))
                .done());
    String price = "gateway.model." + tenant.model("echo") + ".price.input";

    try (EventStream stream = tenant.streamChat("scripted", "x")) {
      assertEquals("one ", stream.nextText());
      tenant.server().set(Map.of(price, "5.00"));
      Await.until("the new price is shown", TEN_SECONDS, () -> shownInputPrice() == 5);
      gate.open();
      List<String> rest = stream.rest();
      assertEquals("two", EventStream.text(rest));
      assertEquals("[DONE]", rest.get(rest.size() - 1));
    }

    BigDecimal before = tenant.balance();
    tenant.postChat("echo", "word").assertOk();
    assertEquals(0, new BigDecimal("0.000007").compareTo(before.subtract(tenant.balance())));
  }

  @Test
  void refusesABrokenFileWholeAndSaysWhy() {
    GatewayServer server = tenant.server();
    String broken = "gateway.key." + tenant.name() + ".limit.concurrent";
    String added = "gateway.key." + tenant.name() + "-new.";
    server.set(
        Map.of(
            broken,
            "many",
            added + "secret",
            "sk-test-secret-of-" + tenant.name() + "-new",
            added + "account",
            tenant.name()));
    try {
      Await.until("the log names the property", TEN_SECONDS, () -> log().contains(broken));

      tenant.postChat("echo", "still here").assertOk();
      tenant.http("new").get("/v1/models").assertError(401, "invalid_api_key");
    } finally {
      server.unset(List.of(broken));
    }
    Await.until(
        "the mended file takes effect",
        TEN_SECONDS,
        () -> tenant.http("new").get("/v1/models").status() == 200);
  }

  @Test
  void writesNoSecretIntoItsLog() {
    tenant.postChat("echo", "a prompt that nobody logs").assertOk();

    assertTrue(!log().contains(tenant.secret()));
    assertTrue(!log().contains("upstream-key-of-" + tenant.name()));
    assertTrue(!log().contains("a prompt that nobody logs"));
  }

  @Test
  void booksAnOpeningBalanceOnce() {
    BigDecimal before = tenant.balance();
    String unrelated = "gateway.model." + tenant.model("scripted") + ".price.output";
    tenant.server().set(Map.of(unrelated, "3.00"));
    Await.until(
        "the new price is shown",
        TEN_SECONDS,
        () ->
            tenant
                    .http()
                    .get("/v1/models/" + tenant.model("scripted"))
                    .json()
                    .at("pricing", "output")
                    .integer()
                == 3);

    assertEquals(0, before.compareTo(tenant.balance()));
  }

  private static int shownInputPrice() {
    return tenant
        .http()
        .get("/v1/models/" + tenant.model("echo"))
        .json()
        .at("pricing", "input")
        .integer();
  }

  private static String log() {
    try {
      return Files.readString(tenant.server().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
