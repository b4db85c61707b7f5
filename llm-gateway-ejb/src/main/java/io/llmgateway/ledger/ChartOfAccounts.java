package io.llmgateway.ledger;

import java.util.List;

/**
 * Every ledger account that a posting may go to. A name that ends in {@code <account>} or {@code
 * <provider>} stands for one account each. {@code docs/accounting.md} holds the same table, and a
 * test compares.
 */
public final class ChartOfAccounts {
  private static final List<Account> ACCOUNTS =
      List.of(
          new Account(
              "wallet:<account>",
              Kind.LIABILITY,
              "prepaid money of an account, which the operator owes in service"),
          new Account(
              "provider-payable:<provider>", Kind.LIABILITY, "what a provider is owed for calls"),
          new Account("revenue", Kind.REVENUE, "what accounts are charged for calls"),
          new Account(
              "expense:provider-cost:<provider>",
              Kind.EXPENSE,
              "what calls cost that accounts are charged for"),
          new Account(
              "loss:failed-calls", Kind.EXPENSE, "what calls cost that no account is charged for"),
          new Account("loss:uncollectible", Kind.EXPENSE, "charges that a wallet had no money for"),
          new Account(
              "expense:adjustments", Kind.EXPENSE, "corrections of wallets by administrators"),
          new Account("rounding", Kind.EXPENSE, "rests below a minor unit of the currency"),
          new Account(
              "clearing:top-up",
              Kind.ASSET,
              "money that came in for wallets and is to be found at the bank or payment service"),
          new Account(
              "clearing:reconciliation:<provider>",
              Kind.ASSET,
              "what a provider's invoices ask beyond the records, until it is explained"),
          new Account(
              "expense:reconciliation-variance:<provider>",
              Kind.EXPENSE,
              "differences to a provider's invoices that were given up"),
          new Account(
              "asset:refunds-receivable",
              Kind.ASSET,
              "payments given back to customers whose wallets had spent them already"),
          new Account("equity:opening", Kind.EQUITY, "opening balances of the configuration"),
          new Account("equity:credit-grants", Kind.EQUITY, "credit given away, less what expired"));

  /** What an account is in the balance sheet or the income statement. */
  public enum Kind {
    ASSET,
    LIABILITY,
    REVENUE,
    EXPENSE,
    EQUITY;

    /**
     * @return the side that makes it grow; a credit is a positive posting
     */
    public String normalSide() {
      return this == ASSET || this == EXPENSE ? "debit" : "credit";
    }
  }

  /**
   * One account of the chart.
   *
   * @param name with a placeholder when there are several
   * @param holds what its balance is
   */
  public record Account(String name, Kind kind, String holds) {
    boolean covers(String ledgerAccount) {
      int place = name.indexOf('<');
      return place < 0
          ? name.equals(ledgerAccount)
          : ledgerAccount.startsWith(name.substring(0, place)) && ledgerAccount.length() > place;
    }
  }

  private ChartOfAccounts() {}

  public static List<Account> accounts() {
    return ACCOUNTS;
  }

  /**
   * @throws IllegalArgumentException when the chart does not have it
   */
  public static Account of(String ledgerAccount) {
    return ACCOUNTS.stream()
        .filter(account -> account.covers(ledgerAccount))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no ledger account is named " + ledgerAccount));
  }
}
