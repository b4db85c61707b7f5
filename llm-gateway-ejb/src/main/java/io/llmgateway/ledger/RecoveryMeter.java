package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** What was recovered since the start, for telemetry. */
@ApplicationScoped
public class RecoveryMeter {
  private final LongAdder interrupted = new LongAdder();
  private final LongAdder settled = new LongAdder();

  void interrupted(int calls) {
    interrupted.add(calls);
  }

  void settled(int calls) {
    settled.add(calls);
  }

  /**
   * @return how many calls of dead processes were booked as interrupted
   */
  public long interruptedCalls() {
    return interrupted.sum();
  }

  /**
   * @return how many settlements of dead processes were booked
   */
  public long recoveredSettlements() {
    return settled.sum();
  }
}
