package io.llmgateway.ledger;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.time.Instant;
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
    UsageConditions conditions = new UsageConditions(filter, null);
    Query query =
        database
            .createNativeQuery(
                "select "
                    + columns
                    + SUMS
                    + " from usage_record"
                    + conditions.sql()
                    + " group by "
                    + columns
                    + "charge_currency, cost_currency order by "
                    + columns
                    + "charge_currency, cost_currency")
            .setMaxResults(most);
    int place = 1;
    for (Object value : conditions.values()) {
      query.setParameter(place++, value instanceof Instant at ? InstantConverter.utc(at) : value);
    }
    List<UsageSummary> sums = new ArrayList<>();
    for (Object row : query.getResultList()) {
      sums.add(summary(groupings, (Object[]) row));
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
        exact(row[at + 4]),
        exact(row[at + 5]),
        exact(row[at + 6]),
        exact(row[at + 7]),
        exact(row[at + 8]),
        exact(row[at + 9]),
        new Amount(exact(row[at + 10]), currency),
        new Amount(exact(row[at + 11]), currency),
        costCurrency == null ? null : new Amount(exact(row[at + 12]), costCurrency));
  }

  private static BigDecimal exact(Object number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }
}
