package io.llmgateway.routing.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes over into the scores what clients have said, on this node and on others. */
@ApplicationScoped
public class FeedbackRefresh {
  private static final Logger LOG = Logger.getLogger(FeedbackRefresh.class.getName());

  /** A word of that long ago weighs less than a 250th. */
  private static final Duration MEMORY = FeedbackScores.HALF_LIFE.multipliedBy(8);

  private static final int MOST = 20_000;

  private FeedbackTable table;
  private FeedbackScores scores;
  private Clock clock;

  /** For the container's proxy only. */
  protected FeedbackRefresh() {}

  @Inject
  FeedbackRefresh(FeedbackTable table, FeedbackScores scores, Clock clock) {
    this.table = table;
    this.scores = scores;
    this.clock = clock;
  }

  /** Never throws: without the database the scores stay as they are. */
  public void run() {
    try {
      scores.replace(table.voices(clock.instant().minus(MEMORY), MOST));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the scores of models could not be read", e);
    }
  }
}
