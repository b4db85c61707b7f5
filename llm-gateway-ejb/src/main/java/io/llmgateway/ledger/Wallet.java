package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;

/** An account's money, for queries; whoever moves money goes through {@link BlockDraft}. */
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

  @Column(name = "leased", precision = 38, scale = 12)
  private BigDecimal leased;

  @Version
  @Column(name = "version")
  private long version;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  protected Wallet() {}

  /** A new wallet, empty. */
  Wallet(String account, String currency, Instant createdAt) {
    this.account = account;
    this.currency = currency;
    this.balance = Amount.zero(currency).value();
    this.creditLine = balance;
    this.leased = balance;
    this.createdAt = createdAt;
  }

  String account() {
    return account;
  }

  String currency() {
    return currency;
  }
}
