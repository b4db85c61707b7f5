package io.llmgateway.ledger;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Adds usage up in the database, in standard SQL. */
@Stateless
public class UsageSums {
  private static final String SUMS =
      "charge_currency, cost_currency, count(distinct call_id), count(*), sum(input_tokens),"
          + " sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens),"
          + " sum(reasoning_tokens), sum(images), sum(charge), sum(uncollected), sum(cost)";
  private static final String ARCHIVED_SUMS =
      SUMS.replace("count(distinct call_id), count(*)", "sum(requests), sum(attempts)");

  @PersistenceContext(unitName = "gateway")
  private EntityManager database;

  public UsageSums() {}

  UsageSums(EntityManager database) {
    this.database = database;
  }

  /**
   * Of archived months, what has been kept of them is added: by day of settlement, and with a call
   * as a request where its first attempt is.
   *
   * @param groupings what the records of a sum have in common, beside the currencies
   * @param most so many groups at the most
   */
  public List<UsageSummary> by(List<UsageGrouping> groupings, UsageFilter filter, int most) {
    List<UsageSummary> sums =
        sums(
            groupings,
            "usage_record",
            UsageGrouping::column,
            SUMS,
            new UsageConditions(filter, null),
            most);
    if (filter.requestId() == null) {
      List<UsageSummary> archived =
          sums(
              groupings,
              "usage_summary",
              UsageGrouping::archivedColumn,
              ARCHIVED_SUMS,
              UsageConditions.ofArchived(filter),
              most);
      return archived.isEmpty() ? sums : joined(sums, archived, most);
    }
    return sums;
  }

  private List<UsageSummary> sums(
      List<UsageGrouping> groupings,
      String table,
      Function<UsageGrouping, String> column,
      String added,
      UsageConditions conditions,
      int most) {
    StringBuilder columns = new StringBuilder();
    groupings.forEach(g -> columns.append(column.apply(g)).append(", "));
    SqlQuery query = new SqlQuery("select " + columns + added + " from " + table);
    conditions.addTo(query);
    String grouped = columns + "charge_currency, cost_currency";
    query.then(" group by " + grouped + " order by " + grouped);
    List<UsageSummary> sums = new ArrayList<>();
    for (Object[] row : query.rows(database, most)) {
      sums.add(summary(groupings, row));
    }
    return List.copyOf(sums);
  }

  private static List<UsageSummary> joined(
      List<UsageSummary> sums, List<UsageSummary> archived, int most) {
    Map<List<String>, UsageSummary> all = new TreeMap<>(UsageSums::inOrder);
    for (UsageSummary sum : sums) {
      all.put(key(sum), sum);
    }
    for (UsageSummary sum : archived) {
      all.merge(key(sum), sum, UsageSummary::plus);
    }
    return all.values().stream().limit(most).toList();
  }

  private static List<String> key(UsageSummary sum) {
    List<String> key = new ArrayList<>(sum.group().values());
    key.add(sum.charge().currency());
    key.add(sum.cost() == null ? null : sum.cost().currency());
    return key;
  }

  private static int inOrder(List<String> one, List<String> other) {
    Comparator<String> order = Comparator.nullsLast(Comparator.naturalOrder());
    for (int i = 0; i < one.size(); i++) {
      int difference = order.compare(one.get(i), other.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static UsageSummary summary(List<UsageGrouping> groupings, Object[] row) {
    Map<String, String> group = new LinkedHashMap<>();
    int at = 0;
    for (UsageGrouping grouping : groupings) {
      Object value = row[at++];
      group.put(grouping.word(), value == null ? null : value.toString());
    }
    String currency = (String) row[at];
    String costCurrency = (String) row[at + 1];
    return new UsageSummary(
        group,
        ((Number) row[at + 2]).longValue(),
        ((Number) row[at + 3]).longValue(),
        SqlQuery.exact(row[at + 4]),
        SqlQuery.exact(row[at + 5]),
        SqlQuery.exact(row[at + 6]),
        SqlQuery.exact(row[at + 7]),
        SqlQuery.exact(row[at + 8]),
        SqlQuery.exact(row[at + 9]),
        new Amount(SqlQuery.exact(row[at + 10]), currency),
        new Amount(SqlQuery.exact(row[at + 11]), currency),
        costCurrency == null ? null : new Amount(SqlQuery.exact(row[at + 12]), costCurrency));
  }
}
