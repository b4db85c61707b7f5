package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row to lock, so that two nodes do not change accounts, prices or rates at the same time. */
@Entity
@Table(name = "ledger_guard")
public class LedgerGuard {
  static final String SETTINGS = "settings";

  @Id
  @Column(name = "name")
  private String name;

  protected LedgerGuard() {}

  String name() {
    return name;
  }
}
