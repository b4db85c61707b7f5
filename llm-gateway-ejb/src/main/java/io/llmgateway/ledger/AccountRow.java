package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What operators say of an account beside its money; its wallet has the same name. */
@Entity
@Table(name = "account")
public class AccountRow {
  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "organisation")
  private String organisation;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private State state;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  /** Whether its keys may call. */
  enum State {
    ENABLED,
    DISABLED
  }

  protected AccountRow() {}

  AccountRow(String name, Instant createdAt) {
    this.name = name;
    this.createdAt = createdAt;
    this.state = State.ENABLED;
  }

  String name() {
    return name;
  }

  String organisation() {
    return organisation;
  }

  boolean enabled() {
    return state == State.ENABLED;
  }

  void change(String organisation, boolean enabled) {
    this.organisation = organisation;
    this.state = enabled ? State.ENABLED : State.DISABLED;
  }
}
