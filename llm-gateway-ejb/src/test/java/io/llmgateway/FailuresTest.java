package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.catalog.Filing;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.catalog.ToolCalling;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final ModelCard LEAVING = leaving();

  private final Failures failures = new Failures();

  @Test
  void aRetiredModelThatTheProviderDoesNotKnowIsToldWithItsReplacement() {
    failures.add(failure(Outcome.NOTFOUND), LEAVING);
    assertEquals(
        "Failed. It is retired as of 2026-07-24; use 'new' instead.",
        failures.verdict().getMessage());
  }

  @Test
  void otherFailuresHaveNothingToDoWithIt() {
    failures.add(failure(Outcome.SERVER), LEAVING);
    failures.add(failure(Outcome.NOTFOUND), LEAVING);
    assertEquals("Failed.", failures.verdict().getMessage(), "the first failure is the one told");
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

  private static ModelCard leaving() {
    Retirement retirement = new Retirement(LocalDate.of(2026, 7, 24), "new", "notice");
    ModelTraits traits =
        new ModelTraits(
            Set.of(),
            ToolCalling.UNKNOWN,
            Set.of(),
            Set.of(),
            0,
            0,
            Filing.UNKNOWN,
            retirement,
            false);
    return new ModelCard("u", List.of(), "chat", 0, 0, Set.of(), null, traits);
  }
}
