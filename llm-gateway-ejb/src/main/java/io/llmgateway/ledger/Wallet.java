package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An account's money, for queries; who changes it goes through {@link BlockDraft}. */
@Entity
@Table(name = "wallet")
public class Wallet {
  @Id
  @Column(name = "account")
  private String account;

  @Column(name = "currency", insertable = false, updatable = false)
  private String currency;

  protected Wallet() {}

  String account() {
    return account;
  }

  String currency() {
    return currency;
  }
}
