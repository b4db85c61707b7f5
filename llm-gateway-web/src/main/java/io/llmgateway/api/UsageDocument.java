package io.llmgateway.api;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.api.json.Sums;
import io.llmgateway.ledger.UsageView;
import java.util.Locale;

/**
 * A usage record as the caller may see it: what was used and charged, not what the provider asks.
 */
final class UsageDocument {
  private UsageDocument() {}

  static void write(UsageView record, JsonBytes out) {
    out.ascii("{\"object\":\"usage_record\",\"id\":").string(record.id());
    text(out, "request_id", record.requestId());
    text(out, "call_id", record.callId());
    number(out, "attempt", record.attempt());
    text(out, "operation", record.operation());
    text(out, "model", record.requestedModel());
    text(out, "answered_model", record.publicModel());
    text(out, "provider", record.provider());
    text(out, "upstream_model", record.upstreamModel());
    text(out, "channel", record.channel());
    out.ascii(",\"streamed\":").ascii(Boolean.toString(record.streamed()));
    text(out, "outcome", record.outcome().name().toLowerCase(Locale.ROOT));
    text(out, "end_state", record.endState().name().toLowerCase(Locale.ROOT));
    number(out, "input_tokens", record.usage().inputTokens());
    number(out, "output_tokens", record.usage().outputTokens());
    number(out, "cache_read_tokens", record.usage().cacheReadTokens());
    number(out, "cache_write_tokens", record.usage().cacheWriteTokens());
    number(out, "reasoning_tokens", record.usage().reasoningTokens());
    number(out, "images", record.images());
    text(out, "usage_source", record.usageSource().name().toLowerCase(Locale.ROOT));
    out.ascii(",\"charge\":").ascii(Sums.written(record.charge()));
    text(out, "currency", record.charge().currency());
    text(out, "price_id", record.priceId());
    text(out, "exchange_rate_id", record.exchangeRateId());
    text(out, "terms_id", record.termsId());
    text(out, "entry_id", record.entryId());
    text(out, "started_at", record.startedAt().toString());
    if (record.firstTokenMillis() != null) {
      number(out, "first_token_ms", record.firstTokenMillis());
    }
    number(out, "duration_ms", record.durationMillis());
    text(out, "settled_at", record.settledAt().toString());
    out.ascii("}");
  }

  private static void text(JsonBytes out, String name, String value) {
    out.ascii(",\"").ascii(name).ascii("\":").string(value);
  }

  private static void number(JsonBytes out, String name, long value) {
    out.ascii(",\"").ascii(name).ascii("\":").number(value);
  }
}
