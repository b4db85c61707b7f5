package io.llmgateway.ledger;

import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of prices, variants, exchange rates and terms by plain JDBC in standard SQL, so that a
 * tool without a container reads them as the gateway does. Rows are added and read, never changed.
 */
final class PricingTables {
  /** ISO 4217 for no currency: of a row that says that there is no price. */
  static final String NO_CURRENCY = "XXX";

  private static final String UNIT_PRICES =
      "input_price, output_price, cache_read_price, cache_write_price, reasoning_price,"
          + " request_price, image_price";
  private static final String WINDOW = "window_from, window_to, window_zone, window_days";
  private static final String IN_ORDER = " order by valid_from, id";

  private final Connection connection;

  PricingTables(Connection connection) {
    this.connection = connection;
  }

  PricingRows read() throws SQLException {
    return new PricingRows(prices(), rates(), terms());
  }

  private List<Stated<PriceKey, PriceCard>> prices() throws SQLException {
    Map<String, List<PriceVariant>> variants = variants();
    return list(
        "select id, origin, source, principal, valid_from, kind, provider, model, currency, "
            + UNIT_PRICES
            + " from price"
            + IN_ORDER,
        row -> {
          UnitPrices prices = unitPrices(row);
          return stated(
              row,
              new PriceKey(
                  Price.Kind.valueOf(row.getString("kind")),
                  row.getString("provider"),
                  row.getString("model")),
              prices.input() == null
                  ? null
                  : new PriceCard(
                      prices,
                      variants.getOrDefault(row.getString("id"), List.of()),
                      row.getString("currency"),
                      row.getString("source")));
        });
  }

  private Map<String, List<PriceVariant>> variants() throws SQLException {
    Map<String, List<PriceVariant>> byPrice = new HashMap<>();
    list(
        "select price_id, above_input_tokens, "
            + WINDOW
            + ", "
            + UNIT_PRICES
            + " from price_variant order by price_id, line_no",
        row ->
            byPrice
                .computeIfAbsent(row.getString("price_id"), id -> new ArrayList<>())
                .add(
                    new PriceVariant(
                        row.getLong("above_input_tokens"), window(row), unitPrices(row))));
    return byPrice;
  }

  private List<Stated<CurrencyPair, BigDecimal>> rates() throws SQLException {
    return list(
        "select id, origin, source, principal, valid_from, from_currency, to_currency, rate"
            + " from exchange_rate"
            + IN_ORDER,
        row ->
            stated(
                row,
                new CurrencyPair(row.getString("from_currency"), row.getString("to_currency")),
                row.getBigDecimal("rate")));
  }

  private List<Stated<String, BigDecimal>> terms() throws SQLException {
    return list(
        "select id, origin, source, principal, valid_from, account, price_factor"
            + " from account_terms"
            + IN_ORDER,
        row -> stated(row, row.getString("account"), row.getBigDecimal("price_factor")));
  }

  /**
   * @return makes ids that are greater than those of all rows, whatever clock those were written by
   */
  static GrowingIds idsAfter(PricingRows rows) {
    GrowingIds ids = new GrowingIds();
    Stream.of(rows.prices(), rows.rates(), rows.terms())
        .flatMap(List::stream)
        .map(Stated::id)
        .max(Comparator.naturalOrder())
        .ifPresent(last -> ids.next((UUID.fromString(last).getMostSignificantBits() >>> 16) + 1));
    return ids;
  }

  /** Lets the other nodes know; the guard's row is locked then until the transaction ends. */
  void settingsChanged() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update ledger_guard set version = version + 1 where name = ?")) {
      statement.setString(1, LedgerGuard.SETTINGS);
      statement.executeUpdate();
    }
  }

  boolean accountExists(String account) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select account from wallet where account = ?")) {
      statement.setString(1, account);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  void addPrice(Stated<PriceKey, PriceCard> row) throws SQLException {
    PriceCard card = row.word();
    List<Object> values = common(row);
    values.addAll(
        Arrays.asList(
            row.subject().kind().name(),
            row.subject().provider(),
            row.subject().model(),
            card == null ? NO_CURRENCY : card.currency()));
    addUnitPrices(values, card == null ? null : card.prices());
    insert(
        "price",
        "id, origin, source, principal, valid_from, kind, provider, model, currency, "
            + UNIT_PRICES,
        values);
    int line = 0;
    for (PriceVariant variant : card == null ? List.<PriceVariant>of() : card.variants()) {
      addVariant(row.id(), ++line, variant);
    }
  }

  private void addVariant(String priceId, int line, PriceVariant variant) throws SQLException {
    List<Object> values = new ArrayList<>(Arrays.asList(priceId, line, variant.aboveInputTokens()));
    DailyWindow window = variant.window();
    values.add(window == null ? null : window.from().toString());
    values.add(window == null ? null : window.to().toString());
    values.add(window == null ? null : window.zone().getId());
    values.add(window == null ? null : days(window));
    addUnitPrices(values, variant.prices());
    insert(
        "price_variant",
        "price_id, line_no, above_input_tokens, " + WINDOW + ", " + UNIT_PRICES,
        values);
  }

  void addRate(Stated<CurrencyPair, BigDecimal> row) throws SQLException {
    List<Object> values = common(row);
    values.addAll(Arrays.asList(row.subject().from(), row.subject().to(), row.word()));
    insert(
        "exchange_rate",
        "id, origin, source, principal, valid_from, from_currency, to_currency, rate",
        values);
  }

  void addTerms(Stated<String, BigDecimal> row) throws SQLException {
    List<Object> values = common(row);
    values.addAll(Arrays.asList(row.subject(), row.word()));
    insert(
        "account_terms",
        "id, origin, source, principal, valid_from, account, price_factor",
        values);
  }

  private static List<Object> common(Stated<?, ?> row) {
    return new ArrayList<>(
        Arrays.asList(
            row.id(),
            row.origin().name(),
            row.source(),
            row.principal(),
            InstantConverter.utc(row.validFrom())));
  }

  private static <S, W> Stated<S, W> stated(ResultSet row, S subject, W word) throws SQLException {
    return new Stated<>(
        row.getString("id"),
        subject,
        word,
        Origin.valueOf(row.getString("origin")),
        row.getString("source"),
        row.getString("principal"),
        time(row, "valid_from"));
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static UnitPrices unitPrices(ResultSet row) throws SQLException {
    return new UnitPrices(
        row.getBigDecimal("input_price"),
        row.getBigDecimal("output_price"),
        row.getBigDecimal("cache_read_price"),
        row.getBigDecimal("cache_write_price"),
        row.getBigDecimal("reasoning_price"),
        row.getBigDecimal("request_price"),
        row.getBigDecimal("image_price"));
  }

  private static void addUnitPrices(List<Object> values, UnitPrices prices) {
    values.addAll(
        prices == null
            ? Arrays.asList(new Object[7])
            : Arrays.asList(
                prices.input(),
                prices.output(),
                prices.cacheRead(),
                prices.cacheWrite(),
                prices.reasoning(),
                prices.request(),
                prices.image()));
  }

  private static DailyWindow window(ResultSet row) throws SQLException {
    String from = row.getString("window_from");
    return from == null
        ? null
        : new DailyWindow(
            LocalTime.parse(from),
            LocalTime.parse(row.getString("window_to")),
            ZoneId.of(row.getString("window_zone")),
            Arrays.stream(row.getString("window_days").split(","))
                .map(day -> DayOfWeek.of(Integer.parseInt(day)))
                .collect(Collectors.toSet()));
  }

  /** ISO 8601: 1 is Monday. */
  private static String days(DailyWindow window) {
    return window.days().stream()
        .sorted()
        .map(day -> Integer.toString(day.getValue()))
        .collect(Collectors.joining(","));
  }

  private void insert(String table, String columns, List<Object> values) throws SQLException {
    String sql =
        "insert into "
            + table
            + " ("
            + columns
            + ") values (?"
            + ", ?".repeat(values.size() - 1)
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      statement.executeUpdate();
    }
  }

  private <T> List<T> list(String sql, RowReader<T> reader) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(reader.read(row));
      }
    }
    return found;
  }

  /** Reads what a row says. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
