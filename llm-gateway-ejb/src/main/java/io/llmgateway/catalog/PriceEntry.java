package io.llmgateway.catalog;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of a price in a catalogue file.
 *
 * <pre>
 * input, output    required, per million tokens, decimal text
 * cacheRead/Write  same; absent when unknown. Reading costs no more than input
 * reasoning        same; absent when reasoning costs what output costs
 * request, image   of one call, of one image in the prompt; absent for none
 * currency         required, ISO 4217
 * source, date     required: where it was read, and when (2026, 2026-07 or 2026-07-02)
 * variants         prices that take the place of all of the above for some calls
 *   aboveInputTokens    for prompts of more tokens than this
 *   from, to, zone      for calls that begin in these hours: 09:00, 12:00, Asia/Shanghai
 *   days                on which the hours begin, 1 is Monday; absent for every day
 *   input, output, ...  a full set
 * </pre>
 */
final class PriceEntry {
  private static final Set<String> UNIT_PRICES =
      Set.of("input", "output", "cacheRead", "cacheWrite", "reasoning", "request", "image");
  private static final Set<String> FIELDS =
      with(UNIT_PRICES, "currency", "source", "date", "variants");
  private static final Set<String> VARIANT_FIELDS =
      with(UNIT_PRICES, "aboveInputTokens", "from", "to", "zone", "days");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final long MOST_TOKENS = 100_000_000;

  private final String place;

  PriceEntry(String place) {
    this.place = place;
  }

  PriceCard read(JsonObject json) {
    Fields fields = new Fields(place, json, FIELDS);
    return new PriceCard(
        prices(fields, json),
        variants(fields, json),
        currency(fields),
        fields.text("source") + ", " + date(fields));
  }

  private List<PriceVariant> variants(Fields fields, JsonObject json) {
    List<PriceVariant> variants = new ArrayList<>();
    if (json.containsKey("variants")) {
      for (JsonValue value : fields.array("variants")) {
        if (!(value instanceof JsonObject variant)) {
          throw fields.wrong("variants", "not an object");
        }
        variants.add(variant(variant, place + ".variants[" + variants.size() + "]"));
      }
    }
    return variants;
  }

  private static PriceVariant variant(JsonObject json, String where) {
    Fields fields = new Fields(where, json, VARIANT_FIELDS);
    try {
      return new PriceVariant(
          fields.wholeNumber("aboveInputTokens", MOST_TOKENS),
          json.containsKey("from") ? window(fields, json) : null,
          prices(fields, json));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new CatalogException(where, e.getMessage());
    }
  }

  private static DailyWindow window(Fields fields, JsonObject json) {
    return new DailyWindow(
        LocalTime.parse(fields.text("from")),
        LocalTime.parse(fields.text("to")),
        ZoneId.of(fields.text("zone")),
        json.containsKey("days") ? days(fields) : DailyWindow.EVERY_DAY);
  }

  private static Set<DayOfWeek> days(Fields fields) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (JsonValue day : fields.array("days")) {
      if (!(day instanceof JsonNumber number) || !number.isIntegral()) {
        throw fields.wrong("days", "not a list of numbers from 1 to 7");
      }
      days.add(DayOfWeek.of(number.intValue()));
    }
    return days;
  }

  private static UnitPrices prices(Fields fields, JsonObject json) {
    BigDecimal input = amount(fields, "input");
    BigDecimal cacheRead = optional(fields, json, "cacheRead");
    if (cacheRead != null && cacheRead.compareTo(input) > 0) {
      throw fields.wrong("cacheRead", "dearer than what is not cached: " + cacheRead);
    }
    return new UnitPrices(
        input,
        amount(fields, "output"),
        cacheRead,
        optional(fields, json, "cacheWrite"),
        optional(fields, json, "reasoning"),
        optional(fields, json, "request"),
        optional(fields, json, "image"));
  }

  private static BigDecimal optional(Fields fields, JsonObject json, String name) {
    return json.containsKey(name) ? amount(fields, name) : null;
  }

  private static BigDecimal amount(Fields fields, String name) {
    return new BigDecimal(fields.matching(name, DECIMAL));
  }

  private static String currency(Fields fields) {
    String code = fields.text("currency");
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw fields.wrong("currency", "not an ISO 4217 code: " + code);
    }
  }

  private static String date(Fields fields) {
    String date = fields.text("date");
    try {
      switch (date.length()) {
        case 4 -> Year.parse(date);
        case 7 -> YearMonth.parse(date);
        default -> LocalDate.parse(date);
      }
      return date;
    } catch (DateTimeException e) {
      throw fields.wrong("date", "not a date such as 2026-07-02: " + date);
    }
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
