package io.llmgateway.ledger;

/** The names of the ledger accounts that postings go to; {@link ChartOfAccounts} explains them. */
final class LedgerAccounts {
  static final String REVENUE = "revenue";
  static final String TOP_UP_CLEARING = "clearing:top-up";
  static final String OPENING_EQUITY = "equity:opening";
  static final String CREDIT_GRANTS = "equity:credit-grants";
  static final String ADJUSTMENTS = "expense:adjustments";
  static final String ROUNDING = "rounding";
  static final String REFUNDS_RECEIVABLE = "asset:refunds-receivable";

  /** What providers cost for calls that nobody pays for. */
  static final String FAILED_CALLS = "loss:failed-calls";

  /** What accounts owed and had no money for. */
  static final String UNCOLLECTIBLE = "loss:uncollectible";

  private static final String WALLET = "wallet:";
  private static final String PROVIDER_PAYABLE = "provider-payable:";
  private static final String PROVIDER_COST = "expense:provider-cost:";

  private static final String CLEARING = "clearing:reconciliation:";
  private static final String VARIANCE = "expense:reconciliation-variance:";

  private LedgerAccounts() {}

  /** Where the difference to a provider's invoice waits for its explanation. */
  static String clearing(String provider) {
    return CLEARING + provider;
  }

  static String variance(String provider) {
    return VARIANCE + provider;
  }

  static String wallet(String account) {
    return WALLET + account;
  }

  /**
   * @return whose wallet this ledger account is, or null when it is none
   */
  static String accountOf(String ledgerAccount) {
    return ledgerAccount.startsWith(WALLET) ? ledgerAccount.substring(WALLET.length()) : null;
  }

  static String providerPayable(String provider) {
    return PROVIDER_PAYABLE + provider;
  }

  static boolean isProviderPayable(String ledgerAccount) {
    return ledgerAccount.startsWith(PROVIDER_PAYABLE);
  }

  static String providerCost(String provider) {
    return PROVIDER_COST + provider;
  }
}
