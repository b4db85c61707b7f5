package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What calls cost at a provider, added up by the days of its time zone on which they began; in an
 * open transaction. Each day is a query of its own, along an index, so that a day may have 23 hours
 * and no database needs to know time zones.
 */
final class ProviderCosts {
  /** With provider, start, end and currency. */
  static final String RECORDS =
      "select upstream_model, count(*), sum(input_tokens), sum(output_tokens),"
          + " coalesce(sum(cost), 0), sum(case when end_state = 'INTERRUPTED' then 1 else 0 end)"
          + " from usage_record where provider = ? and started_at >= ? and started_at < ?"
          + " and (cost_currency = ? or cost_currency is null)";

  private static final String ONE = " offset 0 rows fetch first 1 rows only";
  private static final String BY_MODEL = " group by upstream_model";
  private static final String ARCHIVED =
      " union all select upstream_model, sum(attempts), sum(input_tokens), sum(output_tokens),"
          + " coalesce(sum(cost), 0), sum(case when end_state = 'INTERRUPTED' then attempts"
          + " else 0 end) from usage_summary where provider = ? and usage_day >= ?"
          + " and usage_day <= ? and (cost_currency = ? or cost_currency is null)";

  private final Rows rows;
  private final String provider;
  private final String currency;
  private final String channel;

  /**
   * @param channel the only one that counts, or null
   */
  ProviderCosts(Connection connection, String provider, String currency, String channel) {
    this.rows = new Rows(connection);
    this.provider = provider;
    this.currency = currency;
    this.channel = channel;
  }

  /**
   * Whether any call has ever gone to the provider.
   *
   * @return false also for a name that no provider has
   */
  boolean known() throws SQLException {
    return rows.first(
                row -> row.getString(1),
                "select ledger_account from posting where ledger_account = ? order by entry_id"
                    + ONE,
                LedgerAccounts.providerPayable(provider))
            != null
        || rows.first(
                row -> row.getString(1),
                "select provider from usage_record where provider = ? order by started_at" + ONE,
                provider)
            != null;
  }

  /**
   * @throws ChatException.Final CONFLICT when usage of these days was archived, where days of
   *     another time zone and channels are not told apart
   */
  SortedMap<UsageSlot, RecordedUsage> read(Reconciliation of) throws SQLException {
    boolean archive = of.zone().normalized().equals(ZoneOffset.UTC) && channel == null;
    if (!archive) {
      requireNothingArchived(of);
    }
    SortedMap<UsageSlot, RecordedUsage> found = new TreeMap<>();
    if (!of.granularity().byDay()) {
      read(of, null, of.first(), of.last(), archive, found);
      return found;
    }
    for (LocalDate day = of.first(); !day.isAfter(of.last()); day = day.plusDays(1)) {
      read(of, day, day, day, archive, found);
    }
    return found;
  }

  private void read(
      Reconciliation of,
      LocalDate day,
      LocalDate first,
      LocalDate last,
      boolean archive,
      SortedMap<UsageSlot, RecordedUsage> into)
      throws SQLException {
    Instant start = first.atStartOfDay(of.zone()).toInstant();
    Instant end = last.plusDays(1).atStartOfDay(of.zone()).toInstant();
    List<Object> values = new ArrayList<>(List.of(provider, start, end, currency));
    StringBuilder sql = new StringBuilder(RECORDS);
    if (channel != null) {
      sql.append(" and channel = ?");
      values.add(channel);
    }
    sql.append(BY_MODEL);
    if (archive) {
      sql.append(ARCHIVED).append(BY_MODEL);
      values.addAll(List.of(provider, first.toString(), last.toString(), currency));
    }
    boolean byModel = of.granularity().byModel();
    rows.find(row -> new Group(row.getString(1), usage(row)), sql.toString(), values.toArray())
        .forEach(
            group ->
                into.merge(
                    new UsageSlot(day, byModel ? group.model() : null),
                    group.usage(),
                    RecordedUsage::plus));
  }

  private record Group(String model, RecordedUsage usage) {}

  private RecordedUsage usage(ResultSet row) throws SQLException {
    return new RecordedUsage(
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        new Amount(row.getBigDecimal(5), currency),
        row.getLong(6));
  }

  private void requireNothingArchived(Reconciliation of) throws SQLException {
    String day =
        rows.first(
            row -> row.getString(1),
            "select usage_day from usage_summary where provider = ? and usage_day >= ?"
                + " and usage_day <= ?",
            provider,
            of.first().minusDays(1).toString(),
            of.last().plusDays(1).toString());
    if (day != null) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The usage of "
              + day
              + " has been archived by days of UTC and without channels; it can be compared so"
              + " only.");
    }
  }
}
