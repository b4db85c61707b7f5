package io.llmgateway.it.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.UpstreamFault;
import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.Wallet;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Responder;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Load for a while, with a provider that fails in every way it knows: no client sees it, and
 * afterwards nothing has grown and nothing is held. {@code -Dsoak.seconds=1800} for the long run.
 */
@Timeout(7_200)
class SoakIT {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("soak.seconds", 20));
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int CLIENTS = 8;
  private static final int ONE_IN = 5;

  /** What a provider that answers and does not fail makes clients see. */
  private static final Set<String> HEALTHY = Set.of("200", "left", "stream without end");

  private final LongAdder faults = new LongAdder();
  private GatewayServer server;
  private Tenant tenant;

  @BeforeEach
  void start() {
    server = GatewayServer.prepare().start();
    Tenant.Plan plan = Tenant.on(server, "soak").openingBalance("1000000");
    tenant =
        plan.routed("steady")
            .channel("sick", "steady", plan.simulator(), 10)
            .channel("well", "steady", plan.simulator(), 0)
            .with("gateway.channel.@-sick.timeout.first-token", "PT0.5S")
            .with("gateway.channel.@-sick.timeout.total", "PT3S")
            // Else it would rest for most of the time.
            .with("gateway.channel.@-sick.cooldown.lasting", "PT0.5S")
            .with("gateway.channel.@-sick.cooldown.brief", "PT0.1S")
            .with("gateway.channel.@-sick.breaker.open-for", "PT0.5S")
            .with("gateway.channel.@-sick.breaker.ramp", "PT0S")
            .start();
    Provider provider = new Provider();
    tenant.simulator().remember(false);
    tenant.simulator().on(tenant.name() + "-well", provider);
    tenant.simulator().on(tenant.name() + "-sick", sometimes(provider));
  }

  @AfterEach
  void stop() {
    tenant.close();
    server.close();
  }

  @Test
  void nothingGrowsAndNothingStaysHeld() throws Exception {
    Clients clients = new Clients(tenant, "steady", CLIENTS, System.nanoTime());
    awaitHalf(clients, "first");
    Footprint middle = Footprint.of(server);
    awaitHalf(clients, "second");
    Footprint end = Footprint.of(server);
    clients.stop(PATIENCE);
    Await.until("everything is settled and closed", PATIENCE, this::atRest);
    Footprint rest = Footprint.of(server);
    Map<String, LongAdder> outcomes = clients.outcomes();
    System.out.printf(
        "soak of %s: %d answers, %d faults, %s%nin the middle %s%nat the end    %s%nat rest       %s%n",
        LENGTH, clients.answers(), faults.sum(), outcomes, middle, end, rest);

    assertTrue(faults.sum() > 0);
    assertTrue(HEALTHY.containsAll(outcomes.keySet()), outcomes::toString);
    assertEquals(Set.of(), clients.wrong());
    assertTrue(end.liveMiB() <= middle.liveMiB() * 1.15 + 24, "the heap grows: " + end);
    assertTrue(rest.threads() <= middle.threads() + 10, "threads stay: " + rest);
    assertTrue(rest.sockets() <= middle.sockets() + 10, "connections stay: " + rest);
    assertTrue(
        Http.as(Operator.AUDITOR, server)
            .get("/admin/api/ledger/verify")
            .assertOk()
            .json()
            .at("clean")
            .isTrue());
  }

  /** Waits for half of the time, and for answers in it. */
  private static void awaitHalf(Clients clients, String which) {
    long until = System.nanoTime() + LENGTH.toNanos() / 2;
    int before = clients.answers();
    Await.until(
        "answers in the " + which + " half",
        LENGTH.plus(PATIENCE),
        () -> System.nanoTime() > until && clients.answers() > before);
  }

  private boolean atRest() {
    String metrics = new Http(server.baseUri(), null).get("/gateway/metrics").body();
    return metrics.contains("gateway_settlement_waiting 0.0")
        && metrics.contains("gateway_active_streams 0.0")
        && Wallet.of(tenant.http()).held().signum() == 0;
  }

  private Responder sometimes(Provider provider) {
    return request -> {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      if (random.nextInt(ONE_IN) > 0) {
        return provider.answer(request);
      }
      faults.increment();
      UpstreamFault[] all = UpstreamFault.values();
      return script(all[random.nextInt(all.length)], request);
    };
  }

  private static Script script(UpstreamFault fault, Exchange request) {
    return request.json().at("stream").isTrue() ? fault.sse() : fault.json();
  }
}
