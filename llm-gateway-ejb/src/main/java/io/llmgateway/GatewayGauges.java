package io.llmgateway;

import io.llmgateway.admission.LimitBook;
import io.llmgateway.ledger.RecoveryMeter;
import io.llmgateway.ledger.SettlementMeter;
import io.llmgateway.ledger.Settlements;
import io.llmgateway.ledger.Wallets;
import io.llmgateway.ledger.idempotency.IdempotencyKeys;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/** Shows what the ledger knows of itself as metrics: the ledger does not know telemetry. */
@ApplicationScoped
public class GatewayGauges {
  @Inject private Wallets wallets;
  @Inject private Settlements settlements;
  @Inject private SettlementMeter meter;
  @Inject private RecoveryMeter recovered;
  @Inject private IdempotencyKeys idempotency;
  @Inject private LimitBook limits;
  @Inject private GatewayMetrics metrics;
  @Inject private TokenCounts counts;

  private final Set<String> currencies = new HashSet<>();

  @PostConstruct
  void register() {
    meter.onBatch(metrics::settlementBatch);
    counts.onNewModel(
        model ->
            metrics.gauge(
                "gateway.token.estimate.error",
                "Median distance of the last hundred estimates of a prompt's tokens from the count",
                () -> counts.medianError(model),
                "model",
                model));
    metrics.gauge("gateway.queue.waiting", "Requests that wait for their limits", limits::waiting);
    metrics.gauge(
        "gateway.settlement.waiting",
        "Settlements that wait for the database",
        settlements::waiting);
    metrics.gauge(
        "gateway.settlement.refused",
        "Settlements that the database did not take; each is whole in the log",
        meter::refusedSettlements);
    metrics.gauge(
        "gateway.recovered.interrupted",
        "Calls of dead processes that were booked as interrupted, since the start",
        recovered::interruptedCalls);
    metrics.gauge(
        "gateway.recovered.settlements",
        "Settlements of dead processes that were booked, since the start",
        recovered::recoveredSettlements);
    metrics.gauge(
        "gateway.idempotency.replayed",
        "Answers under an Idempotency-Key that were given again, uncharged",
        idempotency::replays);
  }

  /** Adds a gauge for each currency that has come up since. */
  public synchronized void update() {
    for (String currency : wallets.held().keySet()) {
      if (currencies.add(currency)) {
        metrics.gauge(
            "gateway.hold.amount",
            "Money held for calls in flight",
            () -> held(currency),
            "currency",
            currency);
      }
    }
  }

  private BigDecimal held(String currency) {
    return wallets.held().get(currency).value();
  }
}
