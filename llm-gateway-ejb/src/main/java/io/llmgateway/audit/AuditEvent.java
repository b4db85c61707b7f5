package io.llmgateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One change that an operator made. */
@Entity
@Table(name = "audit_event")
public class AuditEvent {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "principal", updatable = false)
  private String principal;

  @Column(name = "action", updatable = false)
  private String action;

  @Column(name = "subject", updatable = false)
  private String subject;

  @Column(name = "details", updatable = false)
  private String details;

  protected AuditEvent() {}

  AuditEvent(
      String id,
      Instant createdAt,
      String principal,
      String action,
      String subject,
      String details) {
    this.id = id;
    this.createdAt = createdAt;
    this.principal = principal;
    this.action = action;
    this.subject = subject;
    this.details = details;
  }

  AuditView view() {
    return new AuditView(id, createdAt, principal, action, subject, details);
  }
}
