package io.llmgateway.admin;

import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.UsageGrouping;
import io.llmgateway.ledger.UsageSummary;
import io.llmgateway.ledger.UsageView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** What operators see of usage: all that a charge can be computed again from. */
final class UsageColumns {
  static final Columns<UsageView> RECORD =
      new Columns<UsageView>("usage_record")
          .text("id", UsageView::id)
          .text("call_id", UsageView::callId)
          .number("attempt", UsageView::attempt)
          .text("request_id", UsageView::requestId)
          .text("account", UsageView::account)
          .text("key", UsageView::key)
          .text("requested_model", UsageView::requestedModel)
          .text("model", UsageView::publicModel)
          .text("provider", UsageView::provider)
          .text("upstream_model", UsageView::upstreamModel)
          .text("channel", UsageView::channel)
          .text("operation", UsageView::operation)
          .flag("streamed", UsageView::streamed)
          .text("outcome", r -> word(r.outcome()))
          .text("end_state", r -> word(r.endState()))
          .number("input_tokens", r -> r.usage().inputTokens())
          .number("output_tokens", r -> r.usage().outputTokens())
          .number("cache_read_tokens", r -> r.usage().cacheReadTokens())
          .number("cache_write_tokens", r -> r.usage().cacheWriteTokens())
          .number("reasoning_tokens", r -> r.usage().reasoningTokens())
          .number("images", UsageView::images)
          .text("usage_source", r -> word(r.usageSource()))
          .text("price_id", UsageView::priceId)
          .text("cost_price_id", UsageView::costPriceId)
          .text("exchange_rate_id", UsageView::exchangeRateId)
          .text("terms_id", UsageView::termsId)
          .sum("cost", r -> value(r.cost()))
          .text("cost_currency", r -> currency(r.cost()))
          .sum("charge", r -> value(r.charge()))
          .text("charge_currency", r -> currency(r.charge()))
          .sum("uncollected", r -> value(r.uncollected()))
          .text("entry_id", UsageView::entryId)
          .time("started_at", UsageView::startedAt)
          .optional("first_token_ms", UsageView::firstTokenMillis)
          .number("duration_ms", UsageView::durationMillis)
          .time("settled_at", UsageView::settledAt);

  private UsageColumns() {}

  static Columns<UsageSummary> summary(List<UsageGrouping> groupings) {
    Columns<UsageSummary> columns = new Columns<>("usage_summary");
    groupings.forEach(g -> columns.text(g.word(), row -> row.group().get(g.word())));
    return columns
        .number("requests", UsageSummary::requests)
        .number("attempts", UsageSummary::attempts)
        .sum("input_tokens", UsageSummary::inputTokens)
        .sum("output_tokens", UsageSummary::outputTokens)
        .sum("cache_read_tokens", UsageSummary::cacheReadTokens)
        .sum("cache_write_tokens", UsageSummary::cacheWriteTokens)
        .sum("reasoning_tokens", UsageSummary::reasoningTokens)
        .sum("images", UsageSummary::images)
        .sum("charge", row -> value(row.charge()))
        .text("charge_currency", row -> currency(row.charge()))
        .sum("uncollected", row -> value(row.uncollected()))
        .sum("cost", row -> value(row.cost()))
        .text("cost_currency", row -> currency(row.cost()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static BigDecimal value(Amount amount) {
    return amount == null ? null : amount.value();
  }

  private static String currency(Amount amount) {
    return amount == null ? null : amount.currency();
  }
}
