package io.llmgateway;

import io.llmgateway.admission.Admitted;
import io.llmgateway.cache.KeptAnswer;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.ledger.AttemptRecord;
import io.llmgateway.ledger.EndState;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.HoldRequest;
import io.llmgateway.ledger.PricedModel;
import io.llmgateway.ledger.Receipt;
import io.llmgateway.ledger.Settlement;
import io.llmgateway.ledger.Settlements;
import io.llmgateway.ledger.StoredAnswer;
import io.llmgateway.ledger.UsageSource;
import io.llmgateway.ledger.Wallets;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Books answers out of the cache, before they are given: a record, and what the terms charge. */
@ApplicationScoped
public class CacheTill {
  private final Wallets wallets;
  private final Settlements settlements;
  private final GatewayMetrics metrics;
  private final Clock clock;

  @Inject
  public CacheTill(Wallets wallets, Settlements settlements, GatewayMetrics metrics, Clock clock) {
    this.wallets = wallets;
    this.settlements = settlements;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** For the container's proxy only. */
  protected CacheTill() {
    this(null, null, null, null);
  }

  /**
   * @param document what is stored under the request's Idempotency-Key, if it has one
   * @throws ChatException when it can not be paid or booked; then nothing is charged
   */
  void book(Demand demand, Admitted admitted, KeptAnswer kept, Claim.Part part, String document) {
    BigDecimal charged = BigDecimal.ZERO;
    try {
      Hold hold = hold(demand, kept);
      try {
        admitted.reserveBudget(hold.amount().value());
      } catch (RuntimeException e) {
        hold.release();
        throw e;
      }
      charged = hold.amount().value();
      Receipt receipt = settlements.settle(hold, settlement(demand, kept, part, document));
      charged = receipt.charge().value();
      metrics.charged(demand.model(), charged, receipt.charge().currency());
    } catch (ChatException e) {
      if (part.kept() && e.code() == ErrorCode.INTERNAL_ERROR) {
        part.notBooked();
      }
      throw e;
    } finally {
      admitted.done(0, charged);
    }
  }

  private Hold hold(Demand demand, KeptAnswer kept) {
    return wallets.hold(
        new HoldRequest(
            demand.call().id(),
            demand.caller().account(),
            List.of(new PricedModel(kept.publicModel(), kept.provider(), kept.upstreamModel())),
            kept.usage().inputTokens(),
            kept.usage().outputTokens(),
            demand.images(),
            true));
  }

  private Settlement settlement(Demand demand, KeptAnswer kept, Claim.Part part, String document) {
    Instant now = clock.instant();
    AttemptRecord record =
        new AttemptRecord(
            1,
            kept.publicModel(),
            kept.provider(),
            kept.upstreamModel(),
            kept.channel(),
            Outcome.OK,
            EndState.CACHED,
            kept.usage(),
            UsageSource.REPORTED,
            now,
            null,
            Duration.ZERO,
            demand.images());
    StoredAnswer answer =
        part.kept() ? part.answer(document.length() > part.largest() ? null : document) : null;
    return new Settlement(
        demand.call().id(),
        demand.call().requestId(),
        demand.caller().key(),
        demand.caller().account(),
        demand.model(),
        demand.operation(),
        demand.streamed(),
        List.of(record),
        answer);
  }
}
