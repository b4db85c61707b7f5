package io.llmgateway.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
    BigDecimal sum =
        stored(account, key, from).add(archived(account, key, from)).setScale(Amount.SCALE);
    return new Amount(sum, wallet.currency());
  }

  private BigDecimal stored(String account, String key, Instant from) {
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
    return sum == null ? BigDecimal.ZERO : sum;
  }

  /** Of archived months there are sums by day: the whole day counts on which the time begins. */
  private BigDecimal archived(String account, String key, Instant from) {
    Object sum =
        new SqlQuery("select sum(charge) from usage_summary")
            .where("account =", account)
            .where("api_key =", key)
            .where("settled_day >=", LocalDate.ofInstant(from, ZoneOffset.UTC).toString())
            .rows(database)
            .get(0)[0];
    return sum == null ? BigDecimal.ZERO : SqlQuery.exact(sum);
  }

  /**
   * @return the smallest UUIDv7 of that millisecond
   */
  static String firstIdOf(Instant time) {
    return new UUID((Math.max(0, time.toEpochMilli()) << 16) | 0x7000L, Long.MIN_VALUE).toString();
  }
}
