package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.ServerKind;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One Idempotency-Key on two server processes of one database. */
@Timeout(600)
@Tag("not-h2")
class IdempotencyNodesIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String KEY = "Idempotency-Key";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static GatewayServer one;
  private static GatewayServer two;
  private static Tenant here;
  private static Tenant there;

  @BeforeAll
  static void start() {
    GatewayDatabase database = GatewayDatabase.ofThisRun();
    one = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    two = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    here = Tenant.on(one, "idem-nodes").models("raced", "waited", "taken").start();
    there = here.on(two);
  }

  @AfterAll
  static void stop() {
    here.close();
    one.close();
    two.close();
  }

  @Test
  void makesOneCallForEachKeyThatBothGetAtTheSameTime() {
    for (int round = 0; round < 20; round++) {
      String key = "k" + round;
      String request = here.chat("raced", "round " + round);
      List<CompletableFuture<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Tenant node = i % 2 == 0 ? here : there;
        replies.add(node.http().postLater(CHAT, request, KEY, key));
      }
      List<Reply> answers = replies.stream().map(CompletableFuture::join).toList();
      answers.forEach(Reply::assertOk);
      assertEquals(1, answers.stream().map(Reply::body).distinct().count());
      assertEquals(round + 1, calls("raced"));
    }
    assertEquals(20, UsageRecord.of(here.http(), here.model("raced")).size());
  }

  @Test
  void waitsForTheAnswerThatTheOtherNodeIsGetting() {
    Gate gate = new Gate();
    here.simulator().on(here.model("waited"), r -> Answers.answer(r).afterGate(gate));
    String request = here.chat("waited", "one", ",\"stream\":true");
    CompletableFuture<Reply> first = here.http().postLater(CHAT, request, KEY, "waited");
    gate.awaitReached(PATIENCE);
    CompletableFuture<Reply> second = there.http().postLater(CHAT, request, KEY, "waited");
    there
        .http()
        .post(CHAT, there.chat("waited", "other"), KEY, "waited")
        .assertError(422, "idempotency_key_reused");
    gate.open();

    assertEquals(first.join().assertOk().body(), second.join().assertOk().body());
    assertEquals("true", second.join().header("idempotent-replayed"));
    assertEquals(1, calls("waited"));
  }

  @Test
  void takesOverWhatANodeThatWasKilledHadBegun() {
    here.simulator().next(here.model("taken"), Script.raw().stall());
    String request = here.chat("taken", "one");
    CompletableFuture<Reply> lost = there.http().postLater(CHAT, request, KEY, "taken");
    here.simulator().received().awaitModel(here.model("taken"), PATIENCE);
    CompletableFuture<Reply> waiting = here.http().postLater(CHAT, request, KEY, "taken");
    two.kill();
    lost.handle((reply, failure) -> null).join();

    waiting.join().assertOk();
    assertEquals(2, calls("taken"));
    two.start();
    assertEquals(
        1,
        UsageRecord.of(here.http(), here.model("taken")).stream()
            .filter(r -> r.charge().signum() > 0)
            .count());
  }

  private static int calls(String model) {
    return here.simulator().received().forModel(here.model(model)).size();
  }
}
