package io.llmgateway.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A statement of standard SQL that grows by conditions, in the transaction of JPA. */
final class SqlQuery {
  private final StringBuilder text;
  private final List<Object> values = new ArrayList<>();
  private boolean conditional;

  SqlQuery(String text, Object... values) {
    this.text = new StringBuilder(text);
    this.values.addAll(List.of(values));
  }

  /** Adds a condition, which ends before its value; none when there is no value. */
  SqlQuery where(String condition, Object value) {
    if (value != null) {
      add(condition + " ?");
      values.add(value instanceof Instant time ? InstantConverter.utc(time) : value);
    }
    return this;
  }

  /** Adds a whole condition with one value in it. */
  SqlQuery whereTrue(String condition, Object value) {
    add(condition);
    values.add(value);
    return this;
  }

  SqlQuery whereIn(String column, List<?> found) {
    add(column + " in (?" + ", ?".repeat(found.size() - 1) + ")");
    values.addAll(found);
    return this;
  }

  private void add(String condition) {
    text.append(conditional ? " and " : " where ").append(condition);
    conditional = true;
  }

  /** Adds what comes after the conditions. */
  SqlQuery then(String more) {
    text.append(more);
    return this;
  }

  /**
   * @return all rows, each as its columns
   */
  List<Object[]> rows(EntityManager database) {
    return rows(database, Integer.MAX_VALUE);
  }

  List<Object[]> rows(EntityManager database, int most) {
    List<Object[]> rows = new ArrayList<>();
    Query query = query(database);
    if (most < Integer.MAX_VALUE) {
      query.setMaxResults(most);
    }
    for (Object row : query.getResultList()) {
      rows.add(row instanceof Object[] columns ? columns : new Object[] {row});
    }
    return rows;
  }

  /**
   * @return how many rows have changed
   */
  int execute(EntityManager database) {
    return query(database).executeUpdate();
  }

  private Query query(EntityManager database) {
    Query query = database.createNativeQuery(text.toString());
    for (int i = 0; i < values.size(); i++) {
      query.setParameter(i + 1, values.get(i));
    }
    return query;
  }

  /** A time as the JPA providers give it: one without a zone, the other as JDBC's. */
  static Instant time(Object value) {
    LocalDateTime time =
        value instanceof Timestamp stamp ? stamp.toLocalDateTime() : (LocalDateTime) value;
    return time.toInstant(ZoneOffset.UTC);
  }

  static Long whole(Object number) {
    return number == null ? null : ((Number) number).longValue();
  }

  static BigDecimal exact(Object number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }
}
