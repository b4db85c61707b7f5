package io.llmgateway.ledger;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds usage up in the database, in standard SQL. */
@Stateless
public class UsageSums {
  private static final String SUMS =
      "charge_currency, cost_currency, count(distinct call_id), count(*), sum(input_tokens),"
          + " sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens),"
          + " sum(reasoning_tokens), sum(images), sum(charge), sum(uncollected), sum(cost)";

  @PersistenceContext(unitName = "gateway")
  private EntityManager database;

  public UsageSums() {}

  UsageSums(EntityManager database) {
    this.database = database;
  }

  /**
   * @param groupings what the records of a sum have in common, beside the currencies
   * @param most so many groups at the most
   */
  public List<UsageSummary> by(List<UsageGrouping> groupings, UsageFilter filter, int most) {
    StringBuilder columns = new StringBuilder();
    groupings.forEach(g -> columns.append(g.column()).append(", "));
    SqlQuery query = new SqlQuery("select " + columns + SUMS + " from usage_record");
    new UsageConditions(filter, null).addTo(query);
    String grouped = columns + "charge_currency, cost_currency";
    query.then(" group by " + grouped + " order by " + grouped);
    List<UsageSummary> sums = new ArrayList<>();
    for (Object[] row : query.rows(database, most)) {
      sums.add(summary(groupings, row));
    }
    return List.copyOf(sums);
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
