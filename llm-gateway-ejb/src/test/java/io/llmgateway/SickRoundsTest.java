package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.RoutingSettings;
import io.llmgateway.routing.health.AttemptReport;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.routing.health.HealthSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SickRoundsTest {
  private static final RoutingSettings ROUTES;
  private static final HealthSettings SETTINGS;

  static {
    ConfigView view =
        new ConfigView(
            Map.of(
                "gateway.channel.a.provider", "openai-compatible",
                "gateway.channel.a.base-url", "http://a.test",
                "gateway.channel.a.api-key", "poor,rich",
                "gateway.channel.a.models", "m,n",
                "gateway.breaker.window", "4",
                "gateway.breaker.half-open-calls", "3",
                "gateway.breaker.open-for", "PT0.001S"));
    ROUTES = RoutingSettings.from(view, Catalog.load());
    SETTINGS = HealthSettings.from(view, ROUTES);
  }

  private final ChannelHealth health = new ChannelHealth() {};
  private final Answers answers = new Answers();
  private final SickRounds rounds = new SickRounds(health, new Channels(), answers);

  private static final class Channels extends StoredChannels {
    @Override
    List<ChannelSettings> inForce() {
      return ROUTES.channels();
    }
  }

  /** Probes whose outcome is given. */
  private final class Answers extends Probes {
    private final List<String> asked = new ArrayList<>();
    private Outcome outcome = Outcome.OK;
    private ProbeSettings settings = new ProbeSettings(Duration.ofHours(1), "x", 1);

    @Override
    ProbeSettings settings() {
      return settings;
    }

    @Override
    Result probe(Candidate candidate) {
      asked.add(candidate.upstreamModel() + " " + candidate.endpoint().apiKey());
      end(candidate, outcome);
      return new Result("id", candidate, outcome, null, Duration.ZERO, Usage.NONE, null);
    }
  }

  @BeforeEach
  void apply() {
    health.apply(ROUTES, SETTINGS);
  }

  @Test
  void whatIsWellIsLeftAlone() {
    rounds.go();
    assertEquals(List.of(), answers.asked);
  }

  @Test
  void closesABreakerByAsManyProbesAsItWants() {
    open();
    goUntilAsked();
    assertEquals(List.of("m poor", "m poor", "m poor"), answers.asked);
    assertTrue(health.ready(candidate("m", 1)));
    rounds.go();
    assertEquals(3, answers.asked.size());
  }

  @Test
  void asksOnceInEachIntervalWhileItStaysSick() {
    answers.outcome = Outcome.SERVER;
    open();
    goUntilAsked();
    for (int i = 0; i < 3; i++) {
      awaitEndOfOpenFor();
      rounds.go();
    }
    assertEquals(List.of("m poor"), answers.asked);
  }

  @Test
  void asksARestingKeyByAModelThatIsWell() {
    end(candidate("m", 1), Outcome.QUOTA);
    rounds.go();
    rounds.go();
    assertEquals(List.of("m poor"), answers.asked);
    assertTrue(health.ready(candidate("n", 1)));
  }

  @Test
  void asksARestingModelWithAKeyThatIsWell() {
    end(candidate("m", 1), Outcome.QUOTA);
    answers.outcome = Outcome.NOTFOUND;
    end(candidate("n", 2), Outcome.NOTFOUND);
    rounds.go();
    assertEquals(Set.of("n rich", "m poor"), Set.copyOf(answers.asked));
  }

  @Test
  void asksNobodyWhenItIsOffOrTheOperatorHasSwitchedTheChannelOff() {
    end(candidate("m", 1), Outcome.AUTH);
    answers.settings = new ProbeSettings(Duration.ZERO, "x", 1);
    rounds.go();
    answers.settings = ProbeSettings.DEFAULT;
    health.disable(Set.of("a"));
    rounds.go();
    assertEquals(List.of(), answers.asked);
    health.disable(Set.of());
    rounds.go();
    assertEquals(List.of("m poor"), answers.asked);
  }

  private void open() {
    for (int i = 0; i < 4; i++) {
      end(candidate("m", 1), Outcome.SERVER);
    }
  }

  private void awaitEndOfOpenFor() {
    while (!health.untilReady(candidate("m", 1)).isZero()) {
      Thread.onSpinWait();
    }
  }

  private void goUntilAsked() {
    while (answers.asked.isEmpty()) {
      rounds.go();
    }
  }

  private void end(Candidate candidate, Outcome outcome) {
    if (health.acquire(candidate)) {
      long first = outcome == Outcome.OK ? 0 : -1;
      health.report(candidate, new AttemptReport(outcome, first, 0, null));
    }
  }

  private static Candidate candidate(String model, int key) {
    return SickRounds.candidate(ROUTES.channels().get(0), model, key - 1);
  }
}
