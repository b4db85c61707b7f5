package io.llmgateway.routing.health;

import static io.llmgateway.routing.health.HealthScene.candidate;
import static io.llmgateway.routing.health.HealthScene.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.health.HealthEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelHealthTest {
  private final HealthScene scene =
      new HealthScene()
          .channel("a", "m,n", "k1", "k2")
          .channel("b", "m")
          .set("breaker.window", "10")
          .set("breaker.open-for", "PT5S")
          .set("breaker.half-open-calls", "2")
          .set("breaker.ramp", "PT10S")
          .apply();
  private final ChannelHealth health = scene.health;
  private final Candidate am = candidate("a", "m", "k1");
  private final Candidate am2 = candidate("a", "m", "k2");
  private final Candidate an = candidate("a", "n", "k1");
  private final Candidate an2 = candidate("a", "n", "k2");
  private final Candidate bm = candidate("b", "m", null);

  @Test
  void opensOneModelOfOneChannelAtTheErrorRate() {
    scene.calls(5, am, Outcome.OK);
    scene.calls(4, am, Outcome.SERVER);
    assertTrue(health.ready(am), "nine calls are too few");
    scene.calls(1, am2, Outcome.TIMEOUT);
    assertFalse(health.ready(am));
    assertFalse(health.acquire(am));
    assertNull(health.restsFor(am));
    assertFalse(health.ready(am2), "the breaker is the model's, whatever the key");
    assertTrue(health.ready(an));
    assertTrue(health.ready(bm));
    assertEquals(List.of(Kind.BREAKER_OPENED), scene.kinds());
    assertEquals(Duration.ofSeconds(5).minusMillis(10), health.untilReady(am));
  }

  @Test
  void doesNotCountWhatTheRequestIsToBlameFor() {
    scene.calls(50, am, Outcome.BADREQ);
    scene.calls(50, am, Outcome.FILTER);
    scene.calls(50, am, Outcome.CANCELLED);
    assertTrue(health.ready(am));
    assertEquals(List.of(), scene.events);
  }

  @Test
  void countsARequestThatIsRepeatedOnce() {
    for (int i = 0; i < 50; i++) {
      assertTrue(health.acquire(am));
      health.report(am, AttemptReport.failure(Outcome.SERVER, 1, null, true));
    }
    assertTrue(health.ready(am));
    assertEquals(List.of(), scene.events);
  }

  @Test
  void opensWhenFirstTokensAreSlow() {
    scene.set("breaker.slow-after", "PT2S").set("breaker.slow-rate", "80%").apply();
    for (int i = 0; i < 10; i++) {
      assertTrue(health.acquire(am));
      long first = Duration.ofSeconds(i < 2 ? 1 : 3).toNanos();
      health.report(am, new AttemptReport(Outcome.OK, first, first + 1, null));
    }
    assertFalse(health.acquire(am));
  }

  @Test
  void givesFewPermitsWhenHalfOpen() {
    open();
    scene.pass(Duration.ofSeconds(5));
    assertTrue(health.ready(am));
    assertTrue(health.acquire(am));
    assertTrue(health.acquire(am));
    assertFalse(health.acquire(am));
    scene.pass(Duration.ofMillis(50));
    health.report(am, report(Outcome.SERVER));
    health.report(am, report(Outcome.SERVER));
    assertFalse(health.ready(am), "open again");
    assertEquals(
        List.of(Kind.BREAKER_OPENED, Kind.BREAKER_HALF_OPEN, Kind.BREAKER_OPENED), scene.kinds());
  }

  @Test
  void aPermitOfWhichNothingIsLearntComesBack() {
    open();
    scene.pass(Duration.ofSeconds(5));
    for (int i = 0; i < 20; i++) {
      assertTrue(scene.call(am, Outcome.CANCELLED));
    }
    scene.calls(2, am, Outcome.OK);
    assertTrue(scene.kinds().contains(Kind.BREAKER_CLOSED));
  }

  @Test
  void callsFromBeforeItOpenedDoNotCloseIt() {
    for (int i = 0; i < 3; i++) {
      assertTrue(health.acquire(am));
    }
    open();
    scene.pass(Duration.ofSeconds(5));
    assertTrue(health.acquire(am));
    long long_ = Duration.ofSeconds(6).toNanos();
    for (int i = 0; i < 3; i++) {
      health.report(am, new AttemptReport(Outcome.OK, 1, long_, null));
    }
    assertFalse(scene.kinds().contains(Kind.BREAKER_CLOSED));
    assertTrue(health.acquire(am));
    assertFalse(health.acquire(am));
  }

  @Test
  void trialsThatTakeLongGetCompany() {
    open();
    scene.pass(Duration.ofSeconds(5));
    assertTrue(health.acquire(am));
    assertTrue(health.acquire(am));
    assertFalse(health.acquire(am));
    scene.pass(Duration.ofSeconds(5));
    assertTrue(health.acquire(am));
    assertFalse(health.acquire(am));
  }

  @Test
  void trafficComesBackBySlope() {
    open();
    scene.pass(Duration.ofSeconds(5));
    scene.calls(2, am, Outcome.OK);
    scene.pass(Duration.ofSeconds(4));
    scene.draws(0.5);
    assertFalse(health.ready(am), "0.1 + 0.9 * 4 / 10 of the traffic");
    scene.draws(0.4);
    assertTrue(health.ready(am));
    scene.draws(0.99);
    assertTrue(health.acquire(am), "where there is nothing else, the slope does not refuse");
    health.report(am, report(Outcome.OK));
    scene.pass(Duration.ofSeconds(6));
    assertTrue(health.ready(am));
  }

  @Test
  void aKeyWithoutMoneyRestsAndTheOthersGoOn() {
    scene.calls(1, am, Outcome.QUOTA);
    assertFalse(health.ready(am));
    assertFalse(health.ready(an), "it is the key's money");
    assertTrue(health.ready(am2));
    HealthEvent event = scene.events.get(0);
    assertEquals(Kind.KEY_RESTING, event.kind());
    assertEquals(1, event.key());
    assertFalse(event.toString().contains("k1"));
    scene.pass(Duration.ofMinutes(10));
    assertTrue(health.ready(am));
  }

  @Test
  void aStrictRestIsTriedByOneCallAtATime() {
    scene.calls(1, am, Outcome.AUTH);
    assertTrue(health.acquire(am));
    assertFalse(health.acquire(am));
    scene.pass(Duration.ofMillis(30));
    health.report(am, new AttemptReport(Outcome.OK, 1, 1_000_000, null));
    assertTrue(health.ready(am), "it was the trial that succeeded");
    assertEquals(List.of(Kind.KEY_RESTING, Kind.KEY_BACK), scene.kinds());
  }

  @Test
  void aTrialThatIsRefusedForAnotherReasonLeavesNothingBehind() {
    scene.calls(1, am, Outcome.AUTH);
    scene.calls(1, am2, Outcome.NOTFOUND);
    assertTrue(health.acquire(am2), "tries the model");
    assertFalse(health.acquire(am), "the model is being tried");
    health.report(am2, report(Outcome.CANCELLED));
    assertTrue(health.acquire(am));
  }

  @Test
  void aSuccessThatBeganBeforeTheRestDoesNotEndIt() {
    assertTrue(health.acquire(am));
    scene.pass(Duration.ofSeconds(1));
    scene.calls(1, am, Outcome.QUOTA);
    scene.pass(Duration.ofSeconds(1));
    health.report(am, new AttemptReport(Outcome.OK, 1, 2_000_000_000L, null));
    assertFalse(health.ready(am));
  }

  @Test
  void aBriefRestGrowsAndSendsElsewhereButRefusesNobody() {
    scene.calls(1, am, Outcome.RATE);
    assertFalse(health.ready(am));
    assertTrue(health.acquire(am));
    assertTrue(health.acquire(am));
    health.report(am, report(Outcome.CANCELLED));
    health.report(am, report(Outcome.CANCELLED));
    scene.pass(Duration.ofSeconds(1));
    assertTrue(health.ready(am));
    scene.calls(1, am, Outcome.RATE);
    scene.pass(Duration.ofSeconds(1));
    assertFalse(health.ready(am), "twice as long now");
    scene.pass(Duration.ofSeconds(1));
    assertTrue(health.ready(am));
    scene.calls(1, am, Outcome.OK);
    scene.calls(1, am, Outcome.RATE);
    scene.pass(Duration.ofSeconds(1));
    assertTrue(health.ready(am), "a success has ended the series");
  }

  @Test
  void theProvidersWordIsTaken() {
    assertTrue(health.acquire(am));
    health.report(am, new AttemptReport(Outcome.RATE, -1, 1, Duration.ofSeconds(30)));
    scene.pass(Duration.ofSeconds(29));
    assertFalse(health.ready(am));
    assertEquals(Duration.ofSeconds(1), health.untilReady(am));
    assertEquals(Outcome.RATE, health.restsFor(am));
    assertTrue(health.acquire(am));
    assertFalse(health.acquire(am), "one at a time, since it asked for peace");
    scene.pass(Duration.ofSeconds(1));
    assertNull(health.restsFor(am));
    assertTrue(health.ready(am));
  }

  @Test
  void aChannelThatIsSwitchedOffIsNotCalled() {
    health.disable(Set.of("a"));
    assertFalse(health.ready(am));
    assertFalse(health.acquire(am));
    assertTrue(health.acquire(bm));
    health.disable(Set.of());
    assertTrue(health.acquire(am));
    assertEquals(List.of(Kind.CHANNEL_DISABLED, Kind.CHANNEL_ENABLED), scene.kinds());
  }

  @Test
  void aNewConfigurationKeepsWhatItDoesNotChange() {
    open();
    scene.calls(1, bm, Outcome.CONNECT);
    scene.calls(1, an2, Outcome.QUOTA);
    assertTrue(health.acquire(an));
    scene.channel("c", "x").set("channel.a.weight", "3").apply();
    assertFalse(health.ready(am));
    assertFalse(health.ready(bm));
    assertFalse(health.ready(an2));
    assertEquals(1, health.inFlight(an));
    scene.set("channel.a.breaker.open-for", "PT9S").apply();
    assertTrue(health.ready(am), "another breaker begins closed");
    assertFalse(health.ready(an2), "the key has no money all the same");
    assertEquals(1, health.inFlight(an));
    scene.set("channel.b.base-url", "http://elsewhere.test").apply();
    assertTrue(health.ready(bm), "another provider is another story");
  }

  @Test
  void aChannelThatGoesAwayKeepsItsCallsUntilTheyEnd() {
    assertTrue(health.acquire(bm));
    scene.without("channel.b.").apply();
    scene.channel("b", "m").apply();
    assertEquals(1, health.inFlight(bm));
    health.report(bm, report(Outcome.OK));
    assertEquals(0, health.inFlight(bm));
  }

  @Test
  void averagesFollowWhatIsMeasured() {
    assertTrue(health.firstTokenMillis(am).isEmpty());
    assertTrue(health.acquire(am));
    health.report(am, new AttemptReport(Outcome.OK, 200_000_000L, 1_200_000_000L, null, 50));
    assertEquals(200, health.firstTokenMillis(am).getAsDouble(), 1e-6);
    assertEquals(50, health.tokensPerSecond(am).getAsDouble(), 1e-6);
    assertTrue(health.acquire(am));
    health.report(am, new AttemptReport(Outcome.TIMEOUT, -1, 10_000_000_000L, null));
    assertTrue(health.firstTokenMillis(am).getAsDouble() > 1_000, "what stalls is not fast");
  }

  @Test
  void nothingLeaksWhateverHappensAtOnce() throws Exception {
    Outcome[] outcomes = Outcome.values();
    List<Candidate> candidates = List.of(am, am2, an, bm);
    AtomicInteger let = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(t);
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    Candidate candidate = candidates.get(random.nextInt(candidates.size()));
                    if (health.acquire(candidate)) {
                      let.incrementAndGet();
                      Outcome outcome = outcomes[random.nextInt(outcomes.length)];
                      health.report(candidate, report(outcome));
                    }
                  }
                },
                threads));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    } finally {
      threads.shutdownNow();
    }
    assertTrue(let.get() > 0);
    candidates.forEach(candidate -> assertEquals(0, health.inFlight(candidate)));
    scene.pass(Duration.ofHours(2));
    for (Candidate candidate : candidates) {
      scene.calls(5, candidate, Outcome.OK);
      scene.pass(Duration.ofMinutes(1));
      assertTrue(health.ready(candidate), candidate + " comes back");
    }
  }

  private void open() {
    scene.calls(10, am, Outcome.SERVER);
    assertFalse(health.ready(am));
  }
}
