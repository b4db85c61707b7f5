package io.llmgateway.routing.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.routing.prompt.TaskType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedbackScoresTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final FeedbackScores scores = new FeedbackScores(Clock.fixed(NOW, ZoneOffset.UTC));

  private static FeedbackScores.Voice voice(String task, double score, long days) {
    return new FeedbackScores.Voice("m", task, score, NOW.minus(Duration.ofDays(days)));
  }

  private double score(TaskType task) {
    return scores.score("m", task).orElseThrow();
  }

  @Test
  void knowsNothingWhereNobodyHasSaidAnything() {
    assertTrue(scores.score("m", TaskType.CODE).isEmpty());
  }

  @Test
  void letsOneVoiceDecideLittleAndManyNearlyAll() {
    scores.replace(List.of(voice("code", 1, 0)));
    assertEquals(0.25, score(TaskType.CODE), 1e-9);
    scores.replace(Collections.nCopies(97, voice("code", -1, 0)));
    assertEquals(-0.97, score(TaskType.CODE), 1e-9);
  }

  @Test
  void countsAWordOfAWeekAgoHalf() {
    scores.replace(List.of(voice("code", 1, 7)));
    assertEquals(0.5 / 3.5, score(TaskType.CODE), 1e-9);
  }

  @Test
  void keepsTheTasksApartAndAnswersForOtherTasksByAll() {
    scores.replace(List.of(voice("code", 1, 0), voice("chat", -1, 0)));
    assertTrue(score(TaskType.CODE) > 0);
    assertTrue(score(TaskType.CHAT) < 0);
    assertEquals(0, score(TaskType.VISION), 1e-9);
  }
}
