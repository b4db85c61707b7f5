package io.llmgateway.ledger;

/** A wallet has less money, that nobody has leased, than an entry would take. */
final class InsufficientBalanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient WalletState wallet;

  InsufficientBalanceException(WalletState wallet) {
    super("account " + wallet.account() + " has not enough money");
    this.wallet = wallet;
  }

  /**
   * @return the wallet as it is
   */
  WalletState wallet() {
    return wallet;
  }
}
