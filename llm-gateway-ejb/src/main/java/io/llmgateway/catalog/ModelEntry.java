package io.llmgateway.catalog;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of one model in a catalogue file.
 *
 * <pre>
 * id              required: the provider's own name of the model
 * aliases         further public names
 * type            required: chat or embedding
 * contextWindow   tokens; absent when unknown
 * maxOutputTokens tokens; absent when unknown
 * capabilities    of {@link #CAPABILITIES}
 * price           absent when unknown
 *   input, output       required, per million tokens, decimal text
 *   cacheRead/Write     absent when unknown
 *   currency            required, ISO 4217
 *   source, date        required: where it was read, and when (2026, 2026-07 or 2026-07-02)
 * notes           for people: tiers, peak hours, doubts
 * </pre>
 */
final class ModelEntry {
  static final Set<String> CAPABILITIES =
      Set.of(
          "tools",
          "parallel_tools",
          "streaming_tool_calls",
          "json_mode",
          "json_schema",
          "vision",
          "reasoning");
  static final Set<String> TYPES = Set.of("chat", "embedding");

  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "aliases",
          "type",
          "contextWindow",
          "maxOutputTokens",
          "capabilities",
          "price",
          "notes");
  private static final Set<String> PRICE_FIELDS =
      Set.of("input", "output", "cacheRead", "cacheWrite", "currency", "source", "date");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final long MOST_TOKENS = 100_000_000;

  private final String place;

  ModelEntry(String place) {
    this.place = place;
  }

  ModelCard read(JsonObject json) {
    Fields fields = new Fields(place, json, FIELDS);
    String type = fields.text("type");
    if (!TYPES.contains(type)) {
      throw fields.wrong("type", "not one of " + TYPES + ": " + type);
    }
    for (String capability : fields.texts("capabilities")) {
      if (!CAPABILITIES.contains(capability)) {
        throw fields.wrong("capabilities", "unknown: " + capability);
      }
    }
    for (String alias : fields.texts("aliases")) {
      if (!NAME.matcher(alias).matches()) {
        throw fields.wrong("aliases", "not a model name: " + alias);
      }
    }
    return new ModelCard(
        fields.matching("id", NAME),
        fields.texts("aliases"),
        type,
        fields.wholeNumber("contextWindow", MOST_TOKENS),
        fields.wholeNumber("maxOutputTokens", MOST_TOKENS),
        Set.copyOf(fields.texts("capabilities")),
        json.containsKey("price") ? price(fields.object("price")) : null);
  }

  private PriceCard price(JsonObject json) {
    Fields fields = new Fields(place + ".price", json, PRICE_FIELDS);
    return new PriceCard(
        amount(fields, "input"),
        amount(fields, "output"),
        json.containsKey("cacheRead") ? amount(fields, "cacheRead") : null,
        json.containsKey("cacheWrite") ? amount(fields, "cacheWrite") : null,
        currency(fields),
        fields.text("source") + ", " + date(fields));
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
}
