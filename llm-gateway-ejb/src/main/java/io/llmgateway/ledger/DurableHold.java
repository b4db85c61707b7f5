package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** The trace of a call that has been in flight for a while, so that a crash does not hide it. */
@Entity
@Table(name = "wallet_hold")
public class DurableHold {
  @Id
  @Column(name = "call_id")
  private String callId;

  @Column(name = "account", updatable = false)
  private String account;

  @Column(name = "currency", updatable = false)
  private String currency;

  @Column(name = "amount", precision = 38, scale = 12, updatable = false)
  private BigDecimal amount;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private State state;

  @Column(name = "node", updatable = false)
  private String node;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "ended_at")
  private Instant endedAt;

  /** What has become of a hold. */
  public enum State {
    /** The call is in flight. */
    PENDING,
    /** The call was settled. */
    POSTED,
    /** The call ended without a charge. */
    VOIDED,
    /** The process that made the call is no more. */
    EXPIRED
  }

  protected DurableHold() {}

  /**
   * @param node the process that makes the call
   * @param expiresAt until when the process need not renew it
   */
  DurableHold(Hold hold, String node, Instant expiresAt) {
    this.callId = hold.callId();
    this.account = hold.account().account();
    this.currency = hold.amount().currency();
    this.amount = hold.amount().value();
    this.state = State.PENDING;
    this.node = node;
    this.createdAt = hold.grantedAt();
    this.expiresAt = expiresAt;
  }
}
