package io.llmgateway.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What usage can be summed up by. */
public enum UsageGrouping {
  ACCOUNT("account"),
  KEY("api_key"),
  MODEL("public_model"),
  UPSTREAM_MODEL("upstream_model"),
  PROVIDER("provider"),
  CHANNEL("channel"),
  OPERATION("operation"),
  END_STATE("end_state"),
  /** The rows that the charge was computed by. */
  PRICE("price_id"),
  COST_PRICE("cost_price_id"),
  EXCHANGE_RATE("exchange_rate_id"),
  TERMS("terms_id"),
  /** The day of settlement in UTC. */
  DAY("cast(settled_at as date)");

  private final String column;

  UsageGrouping(String column) {
    this.column = column;
  }

  /**
   * @return an expression of standard SQL
   */
  String column() {
    return column;
  }

  /**
   * @return the column of the sums of archived months
   */
  String archivedColumn() {
    return this == DAY ? "settled_day" : column;
  }

  /**
   * @return the name as operators write it
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(UsageGrouping::word).toList();
  }
}
