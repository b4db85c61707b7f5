package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final ModelCard LEAVING = AttemptFixture.leaving();

  private final Failures failures = new Failures();

  @Test
  void aRetiredModelThatTheProviderDoesNotKnowIsToldWithItsReplacement() {
    failures.add(failure(Outcome.NOTFOUND), LEAVING);
    assertEquals(
        "Failed. It is retired as of 2026-07-24; use 'new' instead.",
        failures.verdict().getMessage());
  }

  @Test
  void tellsOfTheRetirementOfAModelThatIsNotThere() {
    AttemptFixture fixture = new AttemptFixture();
    String advice = "It is retired as of 2026-07-24; use 'new' instead.";
    List<Candidate> one = List.of(AttemptFixture.candidate("a", AttemptFixture.leaving()));
    ChatException gone =
        assertThrows(
            ChatException.class,
            () -> fixture.attempts(one).first(fixture.failing(Outcome.NOTFOUND, null)));
    assertEquals("a says NOTFOUND " + advice, gone.getMessage());

    fixture.closedGates.add("a");
    ChatException resting =
        assertThrows(
            ChatException.class, () -> fixture.attempts(one).first(fixture.answeredBy("a")));
    assertTrue(resting.getMessage().endsWith(advice), resting.getMessage());
  }

  @Test
  void whatRestsForTheProvidersRateLimitsAloneIsARateLimit() {
    failures.resting(Duration.ofSeconds(9), Outcome.RATE, null);
    failures.resting(Duration.ofSeconds(4), Outcome.RATE, null);
    ChatException limited = failures.verdict();
    assertEquals(ErrorCode.RATE_LIMIT_EXCEEDED, limited.code());
    assertEquals(Duration.ofSeconds(4), Failures.retryAfter(limited));

    failures.resting(Duration.ofSeconds(1), Outcome.AUTH, null);
    assertEquals(ErrorCode.NO_CHANNEL_AVAILABLE, failures.verdict().code());
  }

  @Test
  void otherFailuresHaveNothingToDoWithIt() {
    failures.add(failure(Outcome.SERVER), LEAVING);
    failures.add(failure(Outcome.NOTFOUND), LEAVING);
    assertEquals("Failed.", failures.verdict().getMessage(), "the first failure is the one told");
  }

  @Test
  void whoRestsBecauseItIsNotThereIsToldSoToo() {
    failures.resting(Duration.ZERO, null, LEAVING);
    assertEquals(
        "Every channel of this model rests after failures, try again. "
            + "It is retired as of 2026-07-24; use 'new' instead.",
        failures.verdict().getMessage());
    failures.add(failure(Outcome.SERVER), null);
    assertEquals("Failed.", failures.verdict().getMessage());
  }

  @Test
  void aModelThatStaysIsNotSpokenOf() {
    failures.add(failure(Outcome.NOTFOUND), AttemptFixture.window(5));
    assertEquals("Failed.", failures.verdict().getMessage());
  }

  @Test
  void nothingNeedBeKnownOfTheModel() {
    failures.add(failure(Outcome.NOTFOUND), null);
    assertEquals("Failed.", failures.verdict().getMessage());
  }

  private static ChatException failure(Outcome outcome) {
    return new ChatException.Retryable(ErrorCode.UPSTREAM_ERROR, outcome, "Failed.");
  }
}
