package io.llmgateway.ledger;

import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** One attempt at a provider: who, what, how it ended, what it used, and by which rows it costs. */
@Entity
@Table(name = "usage_record")
public class UsageRecord {
  private static final int REQUEST_ID_LENGTH = 200;

  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "call_id", updatable = false)
  private String callId;

  @Column(name = "attempt", updatable = false)
  private int attempt;

  @Column(name = "request_id", updatable = false)
  private String requestId;

  @Column(name = "api_key", updatable = false)
  private String key;

  @Column(name = "account", updatable = false)
  private String account;

  @Column(name = "requested_model", updatable = false)
  private String requestedModel;

  @Column(name = "public_model", updatable = false)
  private String publicModel;

  @Column(name = "provider", updatable = false)
  private String provider;

  @Column(name = "upstream_model", updatable = false)
  private String upstreamModel;

  @Column(name = "channel", updatable = false)
  private String channel;

  @Column(name = "operation", updatable = false)
  private String operation;

  @Column(name = "streamed", updatable = false)
  private boolean streamed;

  @Enumerated(EnumType.STRING)
  @Column(name = "outcome", updatable = false)
  private Outcome outcome;

  @Enumerated(EnumType.STRING)
  @Column(name = "end_state", updatable = false)
  private EndState endState;

  @Column(name = "input_tokens", updatable = false)
  private long inputTokens;

  @Column(name = "output_tokens", updatable = false)
  private long outputTokens;

  @Column(name = "cache_read_tokens", updatable = false)
  private long cacheReadTokens;

  @Column(name = "cache_write_tokens", updatable = false)
  private long cacheWriteTokens;

  @Column(name = "reasoning_tokens", updatable = false)
  private long reasoningTokens;

  @Enumerated(EnumType.STRING)
  @Column(name = "usage_source", updatable = false)
  private UsageSource usageSource;

  @Column(name = "price_id", updatable = false)
  private String priceId;

  @Column(name = "cost_price_id", updatable = false)
  private String costPriceId;

  @Column(name = "exchange_rate_id", updatable = false)
  private String exchangeRateId;

  @Column(name = "cost", precision = 38, scale = 12, updatable = false)
  private BigDecimal cost;

  @Column(name = "cost_currency", updatable = false)
  private String costCurrency;

  @Column(name = "charge", precision = 38, scale = 12, updatable = false)
  private BigDecimal charge;

  @Column(name = "charge_currency", updatable = false)
  private String chargeCurrency;

  @Column(name = "uncollected", precision = 38, scale = 12, updatable = false)
  private BigDecimal uncollected;

  @Column(name = "entry_id", updatable = false)
  private String entryId;

  @Column(name = "started_at", updatable = false)
  private Instant startedAt;

  @Column(name = "first_token_ms", updatable = false)
  private Long firstTokenMillis;

  @Column(name = "duration_ms", updatable = false)
  private long durationMillis;

  @Column(name = "settled_at", updatable = false)
  private Instant settledAt;

  @Column(name = "terms_id", updatable = false)
  private String termsId;

  @Column(name = "images", updatable = false)
  private long images;

  protected UsageRecord() {}

  /**
   * @param uncollected the part of the charge that the wallet had no money for
   * @param entryId the journal entry of the call, or null when no money moved
   */
  UsageRecord(
      String id,
      Settlement call,
      Charge charge,
      Amount uncollected,
      String entryId,
      Instant settledAt) {
    this.id = id;
    this.entryId = entryId;
    this.settledAt = settledAt;
    this.uncollected = uncollected.value();
    setCall(call);
    setAttempt(charge.attempt());
    setMoney(charge);
  }

  private void setCall(Settlement call) {
    callId = call.callId();
    requestId = clip(call.requestId());
    key = call.key();
    account = call.account();
    requestedModel = call.requestedModel();
    operation = call.operation();
    streamed = call.streamed();
  }

  private void setAttempt(AttemptRecord made) {
    attempt = made.number();
    publicModel = made.publicModel();
    provider = made.provider();
    upstreamModel = made.upstreamModel();
    channel = made.channel();
    outcome = made.outcome();
    endState = made.endState();
    inputTokens = made.usage().inputTokens();
    outputTokens = made.usage().outputTokens();
    cacheReadTokens = made.usage().cacheReadTokens();
    cacheWriteTokens = made.usage().cacheWriteTokens();
    reasoningTokens = made.usage().reasoningTokens();
    usageSource = made.usageSource();
    images = made.images();
    startedAt = made.startedAt();
    firstTokenMillis = made.firstToken() == null ? null : made.firstToken().toMillis();
    durationMillis = made.duration().toMillis();
  }

  private void setMoney(Charge money) {
    charge = money.charge().value();
    chargeCurrency = money.charge().currency();
    if (money.quote() != null) {
      priceId = money.quote().price().id();
      costPriceId = money.quote().costPrice().id();
      exchangeRateId = money.quote().rate() == null ? null : money.quote().rate().id();
      termsId = money.quote().terms() == null ? null : money.quote().terms().id();
      cost = money.cost().value();
      costCurrency = money.cost().currency();
    }
  }

  /**
   * @return the columns, in the order of {@link SettlementTables}
   */
  Object[] row() {
    return new Object[] {
      id,
      callId,
      attempt,
      requestId,
      key,
      account,
      requestedModel,
      publicModel,
      provider,
      upstreamModel,
      channel,
      operation,
      streamed,
      outcome.name(),
      endState.name(),
      inputTokens,
      outputTokens,
      cacheReadTokens,
      cacheWriteTokens,
      reasoningTokens,
      usageSource.name(),
      priceId,
      costPriceId,
      exchangeRateId,
      cost,
      costCurrency,
      charge,
      chargeCurrency,
      uncollected,
      entryId,
      InstantConverter.utc(startedAt),
      firstTokenMillis,
      durationMillis,
      InstantConverter.utc(settledAt),
      termsId,
      images
    };
  }

  UsageView view() {
    return new UsageView(
        id,
        callId,
        attempt,
        requestId,
        key,
        account,
        requestedModel,
        publicModel,
        provider,
        upstreamModel,
        channel,
        operation,
        streamed,
        outcome,
        endState,
        new Usage(inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens),
        usageSource,
        priceId,
        costPriceId,
        exchangeRateId,
        cost == null ? null : new Amount(cost, costCurrency),
        new Amount(charge, chargeCurrency),
        new Amount(uncollected, chargeCurrency),
        entryId,
        startedAt,
        firstTokenMillis,
        durationMillis,
        settledAt,
        termsId,
        images);
  }

  private static String clip(String text) {
    return text.length() > REQUEST_ID_LENGTH ? text.substring(0, REQUEST_ID_LENGTH) : text;
  }
}
