package io.llmgateway.admission;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.List;

/**
 * A key that the gateway made itself; of the key only its digest is kept. One without an account is
 * declared in the configuration, and everything but its digest stands there.
 */
@Entity
@Table(name = "api_key")
public class ApiKey {
  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "digest", updatable = false)
  private String digest;

  @Column(name = "account", updatable = false)
  private String account;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private KeyView.State state;

  @Column(name = "models")
  private String models;

  @Column(name = "requests_per_minute")
  private Long requestsPerMinute;

  @Column(name = "tokens_per_minute")
  private Long tokensPerMinute;

  @Column(name = "concurrent_requests")
  private Integer concurrentRequests;

  @Column(name = "budget_amount", precision = 38, scale = 12)
  private BigDecimal budgetAmount;

  @Column(name = "budget_period")
  private String budgetPeriod;

  @Column(name = "expires_at")
  private Instant expiresAt;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  protected ApiKey() {}

  ApiKey(String name, String digest) {
    this.name = name;
    this.digest = digest;
  }

  ApiKey(KeyTerms terms, String digest, Instant createdAt) {
    this(terms.name(), digest);
    this.account = terms.account();
    this.createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    change(terms);
  }

  String digest() {
    return digest;
  }

  String account() {
    return account;
  }

  boolean revoked() {
    return state == KeyView.State.REVOKED;
  }

  /** Takes over all terms but the name and the account, which stay. */
  final void change(KeyTerms terms) {
    state = terms.enabled() ? KeyView.State.ENABLED : KeyView.State.DISABLED;
    models = String.join("\n", terms.models());
    requestsPerMinute = terms.requestsPerMinute();
    tokensPerMinute = terms.tokensPerMinute();
    concurrentRequests = (int) terms.concurrent();
    budgetAmount = terms.budget() == null ? null : terms.budget().amount();
    budgetPeriod = terms.budget() == null ? null : terms.budget().period().toString();
    expiresAt = terms.expires();
  }

  void revoke() {
    state = KeyView.State.REVOKED;
  }

  KeyTerms terms() {
    return new KeyTerms(
        name,
        account,
        models.isEmpty() ? List.of() : List.of(models.split("\n")),
        state == KeyView.State.ENABLED,
        expiresAt,
        requestsPerMinute,
        tokensPerMinute,
        concurrentRequests,
        budgetAmount == null ? null : new KeySettings.Budget(budgetAmount, period(budgetPeriod)));
  }

  KeyView view() {
    return new KeyView(terms(), false, state, createdAt);
  }

  private static TemporalAmount period(String text) {
    return text.contains("T") ? Duration.parse(text) : Period.parse(text);
  }
}
