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

  @Column(name = "upper_bound", precision = 38, scale = 12, updatable = false)
  private BigDecimal upperBound;

  @Column(name = "terms_id", updatable = false)
  private String termsId;

  @Column(name = "images", updatable = false)
  private long images;

  protected UsageRecord() {}

  /** What is known before the settlement has its place in the books. */
  UsageRecord(Settlement call, Charge charge) {
    setCall(call);
    setAttempt(charge.attempt());
    setMoney(charge);
  }

  /** A call whose process ended before the call did: nothing is charged. */
  UsageRecord(InterruptedCall call, Amount mostCost) {
    callId = call.callId();
    requestId = clip(call.requestId());
    key = call.key();
    account = call.account();
    requestedModel = call.requestedModel();
    operation = call.operation();
    streamed = call.streamed();
    attempt = call.attempt();
    publicModel = call.publicModel();
    provider = call.provider();
    upstreamModel = call.upstreamModel();
    channel = call.channel();
    outcome = Outcome.CUT;
    endState = EndState.INTERRUPTED;
    usageSource = UsageSource.NONE;
    startedAt = call.startedAt();
    charge = Amount.zero(call.upperBound().currency()).value();
    chargeCurrency = call.upperBound().currency();
    upperBound = mostCost.value();
  }

  /**
   * Gives the record its place in the books.
   *
   * @param unpaid the part of the charge that the wallet had no money for
   * @param entry the journal entry of the call
   */
  void settled(String newId, String entry, Amount unpaid, Instant at) {
    id = newId;
    entryId = entry;
    uncollected = unpaid.value();
    settledAt = at;
  }

  /** The client does not pay for this attempt. */
  void cut() {
    if (endState.charged()) {
      endState = EndState.CUT;
      charge = Amount.zero(chargeCurrency).value();
    }
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
      settledAt == null ? null : InstantConverter.utc(settledAt),
      upperBound,
      termsId,
      images
    };
  }

  /**
   * @return the line of the canonical form
   */
  String canonical() {
    return CanonicalForm.line("U", row());
  }

  /**
   * @param line as {@link #canonical} writes it
   */
  static UsageRecord parse(String line) {
    UsageRecordFields fields = new UsageRecordFields(line);
    UsageRecord record = new UsageRecord();
    record.id = fields.text();
    record.callId = fields.text();
    record.attempt = fields.number().intValue();
    record.requestId = fields.text();
    record.key = fields.text();
    record.account = fields.text();
    record.requestedModel = fields.text();
    record.publicModel = fields.text();
    record.provider = fields.text();
    record.upstreamModel = fields.text();
    record.channel = fields.text();
    record.operation = fields.text();
    record.streamed = Boolean.parseBoolean(fields.text());
    record.outcome = Outcome.valueOf(fields.text());
    record.endState = EndState.valueOf(fields.text());
    record.parseUse(fields);
    return record;
  }

  private void parseUse(UsageRecordFields fields) {
    inputTokens = fields.number();
    outputTokens = fields.number();
    cacheReadTokens = fields.number();
    cacheWriteTokens = fields.number();
    reasoningTokens = fields.number();
    usageSource = UsageSource.valueOf(fields.text());
    priceId = fields.text();
    costPriceId = fields.text();
    exchangeRateId = fields.text();
    cost = fields.amount();
    costCurrency = fields.text();
    charge = fields.amount();
    chargeCurrency = fields.text();
    uncollected = fields.amount();
    entryId = fields.text();
    startedAt = fields.time();
    firstTokenMillis = fields.number();
    durationMillis = fields.number();
    settledAt = fields.time();
    upperBound = fields.amount();
    termsId = fields.text();
    images = fields.number();
  }

  String provider() {
    return provider;
  }

  EndState endState() {
    return endState;
  }

  /**
   * @return what the account owes, zero for an end state that is not charged
   */
  Amount charge() {
    return new Amount(charge, chargeCurrency);
  }

  /**
   * @return what the provider asks, or null when that is not known
   */
  Amount cost() {
    return cost == null ? null : new Amount(cost, costCurrency);
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
