package io.llmgateway.admin;

import io.llmgateway.api.json.Field;
import io.llmgateway.catalog.DailyWindow;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.NewWord;
import io.llmgateway.ledger.Price;
import io.llmgateway.ledger.PriceKey;
import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads what a request says of prices. Numbers may be JSON numbers or text; each reader throws
 * {@link io.llmgateway.chat.ChatException.Final} that names the field.
 */
final class PriceBody {
  static final Set<String> UNIT_PRICES =
      Set.of("input", "output", "cache_read", "cache_write", "reasoning", "request", "image");
  static final Set<String> VARIANT =
      with(UNIT_PRICES, "above_input_tokens", "from", "to", "zone", "days");
  static final Set<String> PRICE =
      with(
          UNIT_PRICES,
          "kind",
          "provider",
          "model",
          "currency",
          "source",
          "valid_from",
          "withdrawn",
          "variants");

  private static final long MOST_TOKENS = 100_000_000;
  private static final int PROVIDER_LENGTH = 100;
  private static final int MODEL_LENGTH = 200;
  private static final int INTEGER_DIGITS = 9;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,26}(\\.\\d{1,26})?");

  private PriceBody() {}

  /** A price with its variants, or the word that there is none any more. */
  static NewWord<PriceKey, PriceCard> word(Field price) {
    known(price, PRICE);
    List<PriceVariant> variants = new ArrayList<>();
    if (price.at("variants").present()) {
      price.at("variants").items().forEach(item -> variants.add(variant(item)));
    }
    return word(price, variants);
  }

  static NewWord<PriceKey, PriceCard> word(Field price, List<PriceVariant> variants) {
    String source = text(price.at("source").required(), NewWord.SOURCE_LENGTH);
    return new NewWord<>(
        key(price),
        withdrawn(price)
            ? null
            : new PriceCard(prices(price), variants, currency(price.at("currency")), source),
        source,
        time(price.at("valid_from")));
  }

  static PriceKey key(Field price) {
    String model = text(price.at("model").required(), MODEL_LENGTH);
    boolean list =
        price.at("kind").present()
            ? price.at("kind").oneOf(List.of("operator", "list")).equals("list")
            : price.at("provider").present();
    if (list) {
      return PriceKey.list(text(price.at("provider").required(), PROVIDER_LENGTH), model);
    }
    if (price.at("provider").present()) {
      throw ChangeBody.invalid(
          price.at("provider").path(), "an operator's price is of a public model, of no provider");
    }
    return PriceKey.operator(model);
  }

  static PriceVariant variant(Field variant) {
    known(variant, VARIANT);
    Field above = variant.at("above_input_tokens");
    try {
      return new PriceVariant(
          above.present() ? tokens(above) : 0,
          variant.at("from").present() ? window(variant) : null,
          prices(variant));
    } catch (IllegalArgumentException e) {
      throw ChangeBody.invalid(variant.path(), e.getMessage());
    }
  }

  static boolean withdrawn(Field word) {
    Field withdrawn = word.at("withdrawn");
    return withdrawn.present() && withdrawn.flag();
  }

  static Instant time(Field field) {
    if (!field.present()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(field.text()).toInstant();
    } catch (DateTimeException e) {
      throw ChangeBody.invalid(field.path(), "expected a time such as 2026-01-31T12:00:00Z");
    }
  }

  static String currency(Field field) {
    try {
      return Currency.getInstance(field.required().text()).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw ChangeBody.invalid(field.path(), "expected a currency of ISO 4217 such as USD");
    }
  }

  static String text(Field field, int longest) {
    String text = field.text();
    if (text.isBlank() || text.length() > longest || text.chars().anyMatch(c -> c < ' ')) {
      throw ChangeBody.invalid(
          field.path(), "expected 1 to " + longest + " characters without control characters");
    }
    return text;
  }

  /** An exact number, zero or more. */
  static BigDecimal number(Field field, int decimals) {
    BigDecimal number;
    if (field.isText() && NUMBER.matcher(field.text()).matches()) {
      number = new BigDecimal(field.text());
    } else if (field.isNumber()) {
      number = ((JsonNumber) field.value()).bigDecimalValue();
    } else {
      throw ChangeBody.invalid(field.path(), "expected a number, zero or more");
    }
    if (number.signum() < 0
        || number.stripTrailingZeros().scale() > decimals
        || number.precision() - number.scale() > INTEGER_DIGITS) {
      throw ChangeBody.invalid(
          field.path(),
          "expected zero or more, with at most "
              + INTEGER_DIGITS
              + " digits and "
              + decimals
              + " decimals");
    }
    return number;
  }

  static void known(Field field, Set<String> names) {
    for (String name : field.object().keySet()) {
      if (!names.contains(name)) {
        throw ChangeBody.invalid(
            field.at(name).path(),
            "there is no such field; known are " + String.join(", ", new TreeSet<>(names)));
      }
    }
  }

  private static UnitPrices prices(Field of) {
    number(of.at("input").required(), Price.SCALE);
    return new UnitPrices(
        price(of.at("input"), Price.SCALE),
        price(of.at("output"), Price.SCALE),
        price(of.at("cache_read"), Price.SCALE),
        price(of.at("cache_write"), Price.SCALE),
        price(of.at("reasoning"), Price.SCALE),
        price(of.at("request"), Amount.SCALE),
        price(of.at("image"), Amount.SCALE));
  }

  private static BigDecimal price(Field field, int decimals) {
    return field.present() ? number(field, decimals) : null;
  }

  private static long tokens(Field field) {
    BigDecimal tokens = number(field, 0);
    if (tokens.compareTo(BigDecimal.valueOf(MOST_TOKENS)) > 0) {
      throw ChangeBody.invalid(field.path(), "expected at most " + MOST_TOKENS);
    }
    return tokens.longValueExact();
  }

  private static DailyWindow window(Field variant) {
    Field zone = variant.at("zone").required();
    Field days = variant.at("days");
    try {
      return new DailyWindow(
          hour(variant.at("from")),
          hour(variant.at("to").required()),
          ZoneId.of(zone.text()),
          days.present() ? days(days) : DailyWindow.EVERY_DAY);
    } catch (DateTimeException e) {
      throw ChangeBody.invalid(zone.path(), "expected a time zone such as Asia/Shanghai");
    }
  }

  private static LocalTime hour(Field field) {
    try {
      return LocalTime.parse(field.text());
    } catch (DateTimeException e) {
      throw ChangeBody.invalid(field.path(), "expected an hour such as 09:00");
    }
  }

  private static Set<DayOfWeek> days(Field field) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Field day : field.items()) {
      days.add(DayOfWeek.of((int) day.whole(1, 7)));
    }
    if (days.isEmpty()) {
      throw ChangeBody.invalid(field.path(), "expected one day or more, 1 is Monday");
    }
    return days;
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
