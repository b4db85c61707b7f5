package io.llmgateway.it.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.server.DatabaseLink;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.ServerKind;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network to the database is gone: nothing new begins, and nothing that has begun is lost. */
@Tag("not-h2")
@Timeout(300)
class DatabaseAwayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WAITING = "gateway_settlement_waiting 1.0";

  private final Gate gate = new Gate();
  private DatabaseLink link;
  private GatewayServer server;
  private Tenant tenant;

  @BeforeEach
  void start() {
    link = DatabaseLink.to(GatewayDatabase.ofThisRun());
    server = GatewayServer.prepare(ServerKind.ofThisRun(), link.database()).start();
    tenant = Tenant.on(server, "away").models("held", "new").start();
    Script held =
        Script.sse()
            .events(Chunks.role(), Chunks.text("one "))
            .gate(gate)
            .events(Chunks.text("two"), Chunks.finish("stop"), Chunks.usage(10, 20))
            .done();
    tenant.simulator().on(tenant.model("held"), held);
  }

  @AfterEach
  void stop() {
    gate.open();
    tenant.close();
    server.kill();
    link.close();
  }

  @Test
  void newCallsAreRefusedBeforeAProviderAndTheOneInFlightIsBookedWhenTheDatabaseIsBack() {
    tenant.postChat("new", "before").assertOk();
    try (EventStream stream = tenant.streamChat("held", "in flight")) {
      assertEquals("one ", stream.nextText());
      link.pull();
      assertNothingNewBegins();
      gate.open();
      Await.until("the settlement waits", PATIENCE, this::settlementWaits);
      link.restore();
    }
    Await.until("calls are let in again", PATIENCE, () -> post().status() == 200);
    assertBookedOnce();
  }

  @Test
  void aSettlementThatNeverReachedTheDatabaseIsBookedByTheNextStart() {
    try (EventStream stream = tenant.streamChat("held", "in flight")) {
      assertEquals("one ", stream.nextText());
      link.pull();
      assertNothingNewBegins();
      gate.open();
      Await.until("the settlement waits", PATIENCE, this::settlementWaits);
      server.kill();
    }
    link.restore();
    server.start();
    Await.until("calls are let in again", PATIENCE, () -> post().status() == 200);
    assertBookedOnce();
  }

  private void assertNothingNewBegins() {
    Await.until("calls are refused", PATIENCE, () -> post().status() == 503);
    int asked = tenant.simulator().received().forModel(tenant.model("new")).size();
    for (int i = 0; i < 20; i++) {
      Reply refused = post().assertError(503, "overloaded");
      assertTrue(Integer.parseInt(refused.header("retry-after")) > 0, refused::toString);
    }
    assertEquals(asked, tenant.simulator().received().forModel(tenant.model("new")).size());
  }

  private Reply post() {
    return tenant.postChat("new", "hello");
  }

  private boolean settlementWaits() {
    return new Http(server.baseUri(), null).get("/gateway/metrics").body().contains(WAITING);
  }

  /** Complete, with the provider's own figures, and the balance agrees. */
  private void assertBookedOnce() {
    UsageRecord held = UsageRecord.awaitOne(tenant.http(), tenant.model("held"));
    assertEquals("complete", held.endState());
    assertEquals(List.of(10, 20), List.of(held.inputTokens(), held.outputTokens()));
    assertEquals(1, held.charge().signum());
    BigDecimal charged =
        UsageRecord.all(tenant.http()).stream()
            .map(UsageRecord::charge)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertEquals(0, new BigDecimal("1000").subtract(charged).compareTo(tenant.balance()));
  }
}
