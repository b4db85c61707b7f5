package io.llmgateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A filter as conditions on usage records. */
final class UsageConditions {
  /**
   * How far the time in an id may be ahead of the time of settlement. Ids grow along a chain of
   * blocks, also when a node with a slower clock goes on with it.
   */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final List<Condition> conditions = new ArrayList<>();

  private record Condition(String attribute, String column, String operator, Object value) {}

  /**
   * @param after the id that all others come after, or null
   */
  UsageConditions(UsageFilter filter, String after) {
    equal("requestId", "request_id", filter.requestId());
    equal("account", "account", filter.account());
    equal("key", "api_key", filter.key());
    equal("publicModel", "public_model", filter.model());
    equal("upstreamModel", "upstream_model", filter.upstreamModel());
    equal("provider", "provider", filter.provider());
    equal("channel", "channel", filter.channel());
    if (filter.from() != null) {
      add("id", "id", ">=", UsageReader.firstIdOf(filter.from()));
      add("settledAt", "settled_at", ">=", filter.from());
    }
    if (filter.to() != null) {
      add("id", "id", "<", UsageReader.firstIdOf(end(filter.to())));
      add("settledAt", "settled_at", "<", filter.to());
    }
    if (after != null) {
      add("id", "id", ">", after);
    }
  }

  /**
   * Conditions on the sums of archived months. These are by day: a day is meant when it begins
   * within the time of the filter.
   */
  static UsageConditions ofArchived(UsageFilter filter) {
    UsageConditions conditions =
        new UsageConditions(
            new UsageFilter(
                null,
                filter.account(),
                filter.key(),
                filter.model(),
                filter.upstreamModel(),
                filter.provider(),
                filter.channel(),
                null,
                null),
            null);
    if (filter.from() != null) {
      conditions.add("settledDay", "settled_day", ">=", firstDay(filter.from()));
    }
    if (filter.to() != null) {
      conditions.add("settledDay", "settled_day", "<", firstDay(filter.to()));
    }
    return conditions;
  }

  /** The first day that begins at this time or later. */
  private static String firstDay(Instant time) {
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    boolean begins = day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(time);
    return (begins ? day : day.plusDays(1)).toString();
  }

  /**
   * @return the conditions on a record named {@code u}, in JPA's query language; empty, or
   *     beginning with {@code where}. Their values are the parameters from 1 on
   */
  String jpql() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < conditions.size(); i++) {
      Condition condition = conditions.get(i);
      text.append(i == 0 ? " where u." : " and u.").append(condition.attribute());
      text.append(' ').append(condition.operator()).append(" ?").append(i + 1);
    }
    return text.toString();
  }

  /** The same conditions on columns. */
  void addTo(SqlQuery query) {
    conditions.forEach(c -> query.where(c.column() + " " + c.operator(), c.value()));
  }

  List<Object> values() {
    return conditions.stream().map(Condition::value).toList();
  }

  private void equal(String attribute, String column, String value) {
    if (value != null) {
      add(attribute, column, "=", value);
    }
  }

  private void add(String attribute, String column, String operator, Object value) {
    conditions.add(new Condition(attribute, column, operator, value));
  }

  private static Instant end(Instant to) {
    return to.isAfter(Instant.MAX.minus(AHEAD)) ? to : to.plus(AHEAD);
  }
}
