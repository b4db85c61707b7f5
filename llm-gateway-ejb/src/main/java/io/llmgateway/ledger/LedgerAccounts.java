package io.llmgateway.ledger;

/** The names of the ledger accounts that postings go to. */
final class LedgerAccounts {
  static final String REVENUE = "revenue";
  static final String TOP_UP_CLEARING = "clearing:top-up";
  static final String OPENING_EQUITY = "equity:opening";

  /** What providers cost for calls that nobody pays for. */
  static final String FAILED_CALLS = "loss:failed-calls";

  /** What accounts owed and had no money for. */
  static final String UNCOLLECTIBLE = "loss:uncollectible";

  private LedgerAccounts() {}

  static String wallet(String account) {
    return "wallet:" + account;
  }

  static String providerPayable(String provider) {
    return "provider-payable:" + provider;
  }

  static String providerCost(String provider) {
    return "expense:provider-cost:" + provider;
  }
}
