package io.llmgateway.admin;

import io.llmgateway.ledger.Granularity;
import io.llmgateway.ledger.ProviderInvoice;
import io.llmgateway.ledger.StatedUsage;
import io.llmgateway.ledger.UsageSlot;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a request says of a provider's file, beside the file itself.
 *
 * @param first the first day that the invoice is about, or null for that of the file
 * @param last the last day likewise
 * @param models our upstream names, by the provider's names where these differ
 * @param columns what each column of the file is, by its name there
 * @param mapped whether the request names columns, and all others are left alone
 */
record InvoiceTerms(
    String provider,
    String currency,
    String reference,
    ZoneId zone,
    Granularity granularity,
    String channel,
    LocalDate first,
    LocalDate last,
    Map<String, String> models,
    Map<String, String> columns,
    boolean mapped) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_REFERENCE = 150;
  private static final int LONGEST_ZONE = 50;
  private static final String COLUMN = "_column";
  private static final List<String> COLUMNS =
      List.of("day", "model", "cost", "currency", "requests", "input_tokens", "output_tokens");

  /**
   * @throws io.llmgateway.chat.ChatException.Final naming the parameter that is wrong
   */
  static InvoiceTerms of(ListQuery query) {
    String granularity = query.oneOf("granularity", Granularity.words());
    Map<String, String> columns = columns(query);
    InvoiceTerms terms =
        new InvoiceTerms(
            required(query, "provider", LONGEST_NAME),
            currency(query),
            required(query, "reference", LONGEST_REFERENCE),
            zone(query),
            granularity == null
                ? Granularity.DAY_MODEL
                : Granularity.valueOf(granularity.toUpperCase(Locale.ROOT)),
            query.given("channel") ? required(query, "channel", LONGEST_NAME) : null,
            query.date("from"),
            query.date("to"),
            models(query),
            columns,
            COLUMNS.stream().anyMatch(column -> query.given(column + COLUMN)));
    terms.requirePeriod();
    return terms;
  }

  private void requirePeriod() {
    if (!granularity.byDay() && (first == null || last == null)) {
      throw ListQuery.invalid(
          first == null ? "from" : "to",
          "a file without days needs from and to, the first and the last day that it is about");
    }
    if (first != null && last != null && last.isBefore(first)) {
      throw ListQuery.invalid("to", "it is before from");
    }
  }

  private static String required(ListQuery query, String name, int longest) {
    String text = query.text(name);
    if (text == null
        || text.isBlank()
        || text.length() > longest
        || text.chars().anyMatch(c -> c < ' ')) {
      throw ListQuery.invalid(
          name, "expected 1 to " + longest + " characters without control characters");
    }
    return text;
  }

  private static String currency(ListQuery query) {
    try {
      return Currency.getInstance(required(query, "currency", 3)).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw ListQuery.invalid("currency", "expected a currency of ISO 4217 such as USD");
    }
  }

  /** A plus sign that was not encoded has become a space. */
  private static ZoneId zone(ListQuery query) {
    String text = query.text("time_zone");
    try {
      ZoneId zone = text == null ? ZoneOffset.UTC : ZoneId.of(text.replace(' ', '+'));
      if (zone.getId().length() <= LONGEST_ZONE) {
        return zone.normalized();
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw ListQuery.invalid(
        "time_zone", "expected an offset such as +08:00, or a zone such as Asia/Shanghai");
  }

  private static Map<String, String> models(ListQuery query) {
    String text = query.text("models");
    Map<String, String> models = new HashMap<>();
    if (text != null) {
      for (String pair : text.split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 1 || equals == pair.length() - 1) {
          throw ListQuery.invalid("models", "expected theirs=ours,theirs=ours");
        }
        models.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
      }
    }
    return models;
  }

  private static Map<String, String> columns(ListQuery query) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : COLUMNS) {
      String header = query.text(column + COLUMN);
      String before = columns.put(header == null ? column : header.trim(), column);
      if (before != null) {
        throw ListQuery.invalid(column + COLUMN, "this column of the file is " + before);
      }
    }
    return columns;
  }

  String model(String theirs) {
    return models.getOrDefault(theirs.trim(), theirs.trim());
  }

  /**
   * A time with an offset counts for the day on which it is in the provider's zone.
   *
   * @return null when it is no day
   */
  LocalDate day(String text) {
    String plain = text.trim();
    try {
      if (plain.matches("\\d{8}")) {
        plain = plain.substring(0, 4) + "-" + plain.substring(4, 6) + "-" + plain.substring(6);
      }
      if (plain.length() <= 10) {
        return LocalDate.parse(plain.replace('/', '-'));
      }
      plain = plain.replace(' ', 'T');
      return plain.matches(".*T[^Zz+-]*")
          ? LocalDateTime.parse(plain).toLocalDate()
          : OffsetDateTime.parse(plain).atZoneSameInstant(zone).toLocalDate();
    } catch (DateTimeException e) {
      return null;
    }
  }

  ProviderInvoice invoice(LocalDate from, LocalDate to, SortedMap<UsageSlot, StatedUsage> lines) {
    return new ProviderInvoice(
        provider, currency, reference, zone, granularity, channel, from, to, lines);
  }
}
