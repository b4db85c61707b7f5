package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;

/** An account's money. The balance is the sum of the postings on its ledger account, always. */
@Entity
@Table(name = "wallet")
public class Wallet {
  @Id
  @Column(name = "account")
  private String account;

  @Column(name = "currency", updatable = false)
  private String currency;

  @Column(name = "balance", precision = 38, scale = 12)
  private BigDecimal balance;

  @Column(name = "credit_line", precision = 38, scale = 12)
  private BigDecimal creditLine;

  @Version
  @Column(name = "version")
  private long version;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  protected Wallet() {}

  Wallet(String account, String currency, Instant createdAt) {
    this.account = account;
    this.currency = currency;
    this.balance = BigDecimal.ZERO.setScale(Amount.SCALE);
    this.creditLine = BigDecimal.ZERO.setScale(Amount.SCALE);
    this.createdAt = createdAt;
  }

  String account() {
    return account;
  }

  String currency() {
    return currency;
  }

  Amount balance() {
    return new Amount(balance, currency);
  }

  void add(Amount amount) {
    balance = balance().plus(amount).value();
  }

  WalletState state() {
    return new WalletState(account, balance(), new Amount(creditLine, currency), version);
  }
}
