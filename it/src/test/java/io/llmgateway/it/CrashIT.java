package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.client.Wallet;
import io.llmgateway.it.server.GatewayServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client has received whole is booked, once, whatever happens to the server next. */
@Timeout(600)
class CrashIT {
  private static final int CLIENTS = 16;

  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private GatewayServer server;
  private Tenant tenant;

  @BeforeEach
  void start() {
    server = GatewayServer.prepare().start();
    tenant = Tenant.on(server, "crash").models("echo").start();
  }

  @AfterEach
  void stop() {
    tenant.close();
    server.close();
  }

  @Test
  void booksEveryAnsweredCallOnceThroughAKillAndARestart() throws InterruptedException {
    callUntil(200, server::kill);
    Set<String> beforeTheKill = Set.copyOf(answered);
    server.start();
    Await.until("the key is known again", Duration.ofSeconds(30), this::keyIsKnown);

    assertBooked(beforeTheKill);

    callUntil(beforeTheKill.size() + 100, server::stop);
    server.start();
    Await.until("the key is known again", Duration.ofSeconds(30), this::keyIsKnown);

    assertBooked(answered);
  }

  /** Calls without a pause, streamed and not, and does the worst in the midst of it. */
  private void callUntil(int answers, Runnable theWorst) throws InterruptedException {
    stopped.set(false);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      boolean streaming = i % 2 == 0;
      clients.execute(() -> callWhileAlive(streaming));
    }
    Await.until(answers + " answers", Duration.ofSeconds(60), () -> answered.size() >= answers);
    theWorst.run();
    stopped.set(true);
    clients.shutdown();
    assertTrue(clients.awaitTermination(90, TimeUnit.SECONDS));
  }

  private void callWhileAlive(boolean streaming) {
    try {
      while (!stopped.get()) {
        if (streaming) {
          stream();
        } else {
          whole();
        }
      }
    } catch (RuntimeException e) {
      // The server has gone: this call does not count as answered.
      stopped.set(true);
    }
  }

  private void whole() {
    Reply reply = tenant.postChat("echo", "one two");
    if (reply.status() == 200) {
      answered.add(reply.header("x-request-id"));
    } else {
      stopped.set(true);
    }
  }

  private void stream() {
    try (EventStream stream = tenant.streamChat("echo", "one two")) {
      if (stream.rest().contains("[DONE]")) {
        answered.add(stream.header("x-request-id"));
      } else {
        stopped.set(true);
      }
    }
  }

  private void assertBooked(Set<String> calls) {
    List<UsageRecord> records = UsageRecord.all(tenant.http());
    List<String> complete =
        records.stream()
            .filter(r -> r.endState().equals("complete"))
            .map(UsageRecord::requestId)
            .toList();
    assertEquals(complete.size(), Set.copyOf(complete).size(), "a call is booked twice");
    assertTrue(Set.copyOf(complete).containsAll(calls), "an answered call is not booked");
    BigDecimal charged =
        records.stream().map(UsageRecord::charge).reduce(BigDecimal.ZERO, BigDecimal::add);
    Wallet wallet = Wallet.of(tenant.http());
    assertEquals(
        0,
        new BigDecimal("1000").subtract(charged).compareTo(wallet.balance()),
        wallet + " after charges of " + charged);
  }

  private boolean keyIsKnown() {
    return tenant.http().get("/v1/models").status() == 200;
  }
}
