package io.llmgateway.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Queries over usage records. The id of a record carries the time of its settlement, so one index
 * over a column and the id serves filter, order and cursor alike.
 */
final class UsageReader {
  private final EntityManager database;

  UsageReader(EntityManager database) {
    this.database = database;
  }

  List<UsageView> list(UsageQuery query) {
    UsageConditions conditions = new UsageConditions(query.filter(), query.after());
    TypedQuery<UsageRecord> records =
        database
            .createQuery(
                "select u from UsageRecord u" + conditions.jpql() + " order by u.id",
                UsageRecord.class)
            .setMaxResults(query.limit());
    int place = 1;
    for (Object value : conditions.values()) {
      records.setParameter(place++, value);
    }
    return records.getResultStream().map(UsageRecord::view).toList();
  }

  Amount spent(String account, String key, Instant from) {
    Wallet wallet = database.find(Wallet.class, account);
    if (wallet == null) {
      throw new IllegalArgumentException("there is no account " + account);
    }
    TypedQuery<BigDecimal> query =
        database
            .createQuery(
                "select sum(u.charge) from UsageRecord u where u.id >= :from"
                    + " and u.account = :account"
                    + (key == null ? "" : " and u.key = :key"),
                BigDecimal.class)
            .setParameter("from", firstIdOf(from))
            .setParameter("account", account);
    if (key != null) {
      query.setParameter("key", key);
    }
    BigDecimal sum = query.getSingleResult();
    return new Amount(sum == null ? BigDecimal.ZERO : sum, wallet.currency());
  }

  /**
   * @return the smallest UUIDv7 of that millisecond
   */
  static String firstIdOf(Instant time) {
    return new UUID((Math.max(0, time.toEpochMilli()) << 16) | 0x7000L, Long.MIN_VALUE).toString();
  }
}
