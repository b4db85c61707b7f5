package io.llmgateway.admission;

import java.util.Set;

/** A port to the ledger, which keeps the accounts. */
public interface AccountStates {

  /**
   * @return accounts that an operator has disabled
   */
  Set<String> disabled();

  boolean exists(String account);
}
