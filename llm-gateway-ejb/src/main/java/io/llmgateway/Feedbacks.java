package io.llmgateway;

import io.llmgateway.admission.Caller;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.ledger.UsageFilter;
import io.llmgateway.ledger.UsageQuery;
import io.llmgateway.ledger.UsageRecords;
import io.llmgateway.ledger.UsageView;
import io.llmgateway.routing.decision.DecisionLog;
import io.llmgateway.routing.decision.DecisionRow;
import io.llmgateway.routing.feedback.Feedback;
import io.llmgateway.routing.feedback.FeedbackRefresh;
import io.llmgateway.routing.feedback.FeedbackTable;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Takes what clients say of the answers that they got: the ledger knows the calls. */
@ApplicationScoped
public class Feedbacks {
  private static final int MOST_RECORDS = 1_000;

  private UsageRecords records;
  private DecisionLog decisions;
  private FeedbackTable table;
  private FeedbackRefresh refresh;
  private Clock clock;

  /** For the container's proxy only. */
  protected Feedbacks() {}

  @Inject
  Feedbacks(
      UsageRecords records,
      DecisionLog decisions,
      FeedbackTable table,
      FeedbackRefresh refresh,
      Clock clock) {
    this.records = records;
    this.decisions = decisions;
    this.table = table;
    this.refresh = refresh;
    this.clock = clock;
  }

  /**
   * Keeps it, in place of what was said of the same call before.
   *
   * @param requestId what {@code x-request-id} said; where the client has used one more than once,
   *     its latest call is meant
   * @param score from -1 to 1
   * @param comment or null
   * @throws ChatException.Final NOT_FOUND when this account has made no such call
   */
  public Feedback say(Caller caller, String requestId, BigDecimal score, String comment) {
    UsageView answered = answered(caller, requestId);
    DecisionRow decision = decisions.find(List.of(answered.callId())).get(answered.callId());
    Instant now = clock.instant();
    put(
        new Feedback(
            Uuid7.next(now.toEpochMilli()),
            answered.callId(),
            requestId,
            caller.account(),
            caller.key(),
            answered.publicModel(),
            answered.provider(),
            answered.channel(),
            decision == null ? null : decision.task(),
            score,
            comment,
            now,
            now));
    refresh.run();
    return table.ofCall(answered.callId());
  }

  /** Of two at once, the second may find nothing to change, and then what the first has added. */
  private void put(Feedback said) {
    try {
      table.put(said);
    } catch (EJBException e) {
      table.put(said);
    }
  }

  private UsageView answered(Caller caller, String requestId) {
    UsageFilter filter =
        new UsageFilter(requestId, caller.account(), null, null, null, null, null, null, null);
    List<UsageView> found = records.list(new UsageQuery(filter, MOST_RECORDS, null));
    if (found.isEmpty()) {
      throw new ChatException.Final(
          ErrorCode.NOT_FOUND, "This account has made no request with this id.", "request_id");
    }
    UsageView last = found.get(found.size() - 1);
    return found.stream()
        .filter(r -> r.callId().equals(last.callId()) && r.outcome() == Outcome.OK)
        .reduce((first, second) -> second)
        .orElse(last);
  }
}
