package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Draws up statements, by plain JDBC in an open transaction. All sums come from one query, so that
 * they are of one moment also while calls are settled.
 */
final class StatementTables {
  /** A record's id is drawn after its entry's, so it may be of the month after. */
  private static final Duration ID_SLACK = Duration.ofSeconds(10);

  private static final String CHARGED =
      Arrays.stream(EndState.values())
          .filter(EndState::charged)
          .map(state -> "'" + state + "'")
          .collect(Collectors.joining(", ", "case when end_state in (", ") then 'y' else 'n' end"));
  private static final String GROUP =
      "public_model, api_key, coalesce(price_id, ''), coalesce(exchange_rate_id, ''),"
          + " coalesce(terms_id, ''), "
          + CHARGED;
  private static final String SUMS =
      "sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens),"
          + " sum(reasoning_tokens), sum(images), sum(charge), sum(uncollected)";
  private static final String BALANCE =
      "select '%s', '', '', '', '', '', '', 0, 0, 0, 0, 0, 0, 0, coalesce(sum(p.amount), 0), 0"
          + " from posting p";
  private static final String QUERY =
      BALANCE.formatted("OPENING")
          + " where p.ledger_account = ? and p.entry_id < ?"
          + " union all "
          + BALANCE.formatted("SETTLED")
          + " join journal_entry e on e.id = p.entry_id where p.ledger_account = ?"
          + " and p.entry_id >= ? and p.entry_id < ? and e.kind = 'SETTLEMENT'"
          + " union all select 'ENTRY', e.id, '', '', '', '', '', 0, 0, 0, 0, 0, 0, 0,"
          + " sum(p.amount), 0 from posting p join journal_entry e on e.id = p.entry_id"
          + " where p.ledger_account = ? and p.entry_id >= ? and p.entry_id < ?"
          + " and e.kind <> 'SETTLEMENT' group by e.id"
          + " union all select 'USAGE', "
          + GROUP
          + ", count(*), "
          + SUMS
          + " from usage_record where account = ? and id >= ? and id < ?"
          + " and coalesce(entry_id, id) >= ? and coalesce(entry_id, id) < ? group by "
          + GROUP
          + " union all select 'ARCHIVED', "
          + GROUP
          + ", sum(attempts), "
          + SUMS
          + " from usage_summary where account = ? and statement_month = ? group by "
          + GROUP;

  private final Connection connection;

  StatementTables(Connection connection) {
    this.connection = connection;
  }

  /** What has been read so far. */
  private static final class Draft {
    private final String currency;
    private final Map<String, Amount> entries = new TreeMap<>();
    private final Map<List<Object>, StatementUsage> usage = new HashMap<>();
    private Amount opening;
    private Amount settled;
    private boolean archived;

    private Draft(String currency) {
      this.currency = currency;
    }

    private Amount amount(BigDecimal value) {
      return new Amount(value, currency);
    }
  }

  /**
   * @return the statement, or null when there is no such account
   */
  AccountStatement read(String account, Month month, Instant now) throws SQLException {
    WalletState wallet = new SettlementTables(connection).wallet(account);
    if (wallet == null) {
      return null;
    }
    Draft draft = new Draft(wallet.balance().currency());
    PricingRows pricing = new PricingTables(connection).read();
    String ledgerAccount = LedgerAccounts.wallet(account);
    String first = month.firstId();
    String end = month.endId();
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      bind(
          select,
          List.of(ledgerAccount, first),
          List.of(ledgerAccount, first, end),
          List.of(ledgerAccount, first, end),
          List.of(account, first, UsageReader.firstIdOf(month.end().plus(ID_SLACK)), first, end),
          List.of(account, month.toString()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          take(row, draft, pricing);
        }
      }
    }
    List<StatementUsage> usage = new ArrayList<>(draft.usage.values());
    usage.sort(Comparator.comparing(StatementUsage::canonical));
    return new AccountStatement(
        account,
        month,
        draft.opening,
        entries(draft, ledgerAccount, month),
        usage,
        draft.settled.negate(),
        draft.archived,
        now);
  }

  private static void take(ResultSet row, Draft draft, PricingRows pricing) throws SQLException {
    String part = row.getString(1);
    Amount amount = draft.amount(row.getBigDecimal(15));
    switch (part) {
      case "OPENING" -> draft.opening = amount;
      case "SETTLED" -> draft.settled = amount;
      case "ENTRY" -> draft.entries.put(row.getString(2), amount);
      default -> {
        StatementUsage group = usage(row, draft, pricing);
        draft.archived |= part.equals("ARCHIVED");
        draft.usage.merge(
            List.of(group.model(), group.key(), group.charged(), group.price()),
            group,
            StatementUsage::plus);
      }
    }
  }

  private static StatementUsage usage(ResultSet row, Draft draft, PricingRows pricing)
      throws SQLException {
    return new StatementUsage(
        row.getString(2),
        row.getString(3),
        row.getString(7).equals("y"),
        pricedBy(
            absent(row.getString(4)), absent(row.getString(5)), absent(row.getString(6)), pricing),
        row.getLong(8),
        new TokenSums(
            row.getLong(9), row.getLong(10), row.getLong(11), row.getLong(12), row.getLong(13)),
        row.getLong(14),
        draft.amount(row.getBigDecimal(15)),
        draft.amount(row.getBigDecimal(16)));
  }

  private static StatementUsage.PricedBy pricedBy(
      String price, String rate, String terms, PricingRows pricing) {
    PriceCard card = word(pricing.prices(), price);
    return new StatementUsage.PricedBy(
        price, card, rate, word(pricing.rates(), rate), terms, word(pricing.terms(), terms));
  }

  private static <S, W> W word(List<Stated<S, W>> rows, String id) {
    return rows.stream().filter(r -> r.id().equals(id)).map(Stated::word).findFirst().orElse(null);
  }

  private static String absent(String text) {
    return text.isEmpty() ? null : text;
  }

  private List<StatementEntry> entries(Draft draft, String ledgerAccount, Month month)
      throws SQLException {
    List<StatementEntry> entries = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select distinct e.id, e.kind, e.reference, e.created_at, e.principal, e.reason"
                + " from posting p join journal_entry e on e.id = p.entry_id"
                + " where p.ledger_account = ? and p.entry_id >= ? and p.entry_id < ?"
                + " and e.kind <> 'SETTLEMENT' order by e.id")) {
      bind(select, List.of(ledgerAccount, month.firstId(), month.endId()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Amount amount = draft.entries.get(row.getString(1));
          if (amount != null) {
            entries.add(
                new StatementEntry(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getObject(4, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                    row.getString(5),
                    row.getString(6),
                    amount));
          }
        }
      }
    }
    return entries;
  }

  @SafeVarargs
  private static void bind(PreparedStatement statement, List<String>... values)
      throws SQLException {
    int next = 1;
    for (List<String> part : values) {
      for (String value : part) {
        statement.setString(next++, value);
      }
    }
  }
}
