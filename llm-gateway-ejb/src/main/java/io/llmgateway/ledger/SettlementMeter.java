package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/** Figures of the settler, for telemetry. */
@ApplicationScoped
public class SettlementMeter {
  private final LongAdder refused = new LongAdder();
  private volatile IntConsumer listener = size -> {};

  /**
   * @param batchSizes told the size of each batch, by the settler's thread
   */
  public void onBatch(IntConsumer batchSizes) {
    listener = batchSizes;
  }

  /**
   * @return how many settlements the database refused for good since the start; each is in the log
   */
  public long refusedSettlements() {
    return refused.sum();
  }

  public void batch(int size) {
    listener.accept(size);
  }

  public void refused() {
    refused.increment();
  }
}
