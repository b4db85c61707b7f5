package io.llmgateway.bench.free;

import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.InterruptedCall;
import io.llmgateway.ledger.Receipt;
import io.llmgateway.ledger.Settlement;
import io.llmgateway.ledger.Settlements;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** Books nothing: what the gateway would do without billing. For the benchmark only. */
@Alternative
@Priority(1)
@ApplicationScoped
public class FreeSettlements extends Settlements {
  @Override
  public void begin(Hold hold, InterruptedCall call) {}

  @Override
  public Receipt settle(Hold hold, Settlement settlement) {
    hold.release();
    return new Receipt(settlement.callId(), Amount.zero(hold.amount().currency()));
  }
}
