package io.llmgateway.admin;

import io.llmgateway.admission.KeySettings;
import io.llmgateway.admission.KeyTerms;
import io.llmgateway.api.json.Field;
import io.llmgateway.chat.ChatException;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.function.Predicate;

/** Reads what a request says of a key. */
final class KeyBody {
  private static final int MOST_MODELS = 100;
  private static final int LONGEST_MODEL = 200;
  private static final int LONGEST_MODELS = 4_000;
  private static final String[] TERMS = {
    "models",
    "state",
    "expires_at",
    "requests_per_minute",
    "tokens_per_minute",
    "concurrent",
    "budget_amount",
    "budget_period"
  };

  private KeyBody() {}

  /**
   * The key that a request wants made.
   *
   * @throws ChatException.Final naming the field that can not be taken
   */
  static KeyTerms forNew(HttpServletRequest http) {
    String[] fields = java.util.Arrays.copyOf(TERMS, TERMS.length + 2);
    fields[TERMS.length] = "name";
    fields[TERMS.length + 1] = "account";
    ChangeBody body = ChangeBody.of(http, fields);
    return said(body, body.name("name"), body.requiredText("account", 100));
  }

  /**
   * A change of a key: what the request does not name stays as it is.
   *
   * @throws ChatException.Final naming the field that can not be taken
   */
  static java.util.function.UnaryOperator<KeyTerms> forChange(HttpServletRequest http) {
    ChangeBody body = ChangeBody.of(http, TERMS);
    KeyTerms said = said(body, "", "");
    return before -> merged(said, before, body::has);
  }

  private static KeyTerms said(ChangeBody body, String name, String account) {
    return new KeyTerms(
        name,
        account,
        models(body.field("models")),
        !body.has("state") || body.enabled("state"),
        body.time("expires_at"),
        limit(body, "requests_per_minute", Long.MAX_VALUE / 1_000_000_000),
        limit(body, "tokens_per_minute", Long.MAX_VALUE / 1_000_000_000),
        limit(body, "concurrent", Integer.MAX_VALUE),
        budget(body));
  }

  private static KeyTerms merged(KeyTerms said, KeyTerms before, Predicate<String> has) {
    return new KeyTerms(
        before.name(),
        before.account(),
        has.test("models") ? said.models() : before.models(),
        has.test("state") ? said.enabled() : before.enabled(),
        has.test("expires_at") ? said.expires() : before.expires(),
        has.test("requests_per_minute") ? said.requestsPerMinute() : before.requestsPerMinute(),
        has.test("tokens_per_minute") ? said.tokensPerMinute() : before.tokensPerMinute(),
        has.test("concurrent") ? said.concurrent() : before.concurrent(),
        has.test("budget_amount") ? said.budget() : before.budget());
  }

  private static List<String> models(Field field) {
    if (!field.present()) {
      return List.of("*");
    }
    List<Field> items = field.items();
    if (items.size() > MOST_MODELS) {
      throw ChangeBody.invalid(field.path(), "expected at most " + MOST_MODELS + " patterns");
    }
    for (Field item : items) {
      String model = item.nonEmptyText();
      if (model.length() > LONGEST_MODEL || model.chars().anyMatch(c -> c < ' ')) {
        throw ChangeBody.invalid(
            item.path(), "expected at most " + LONGEST_MODEL + " characters on one line");
      }
    }
    List<String> models = items.stream().map(Field::text).toList();
    if (String.join("\n", models).length() > LONGEST_MODELS) {
      throw ChangeBody.invalid(field.path(), "all patterns together are too long");
    }
    return models;
  }

  private static long limit(ChangeBody body, String name, long most) {
    return body.field(name).present() ? body.field(name).whole(1, most) : 0;
  }

  private static KeySettings.Budget budget(ChangeBody body) {
    BigDecimal amount = body.notNegative("budget_amount");
    boolean period = body.field("budget_period").present();
    if (amount == null) {
      if (period) {
        throw ChangeBody.invalid("budget_period", "a period needs budget_amount beside it");
      }
      return null;
    }
    return new KeySettings.Budget(
        amount, period ? period(body.field("budget_period").text()) : Period.ofMonths(1));
  }

  private static TemporalAmount period(String text) {
    try {
      TemporalAmount period = text.contains("T") ? Duration.parse(text) : Period.parse(text);
      boolean positive =
          period instanceof Duration d
              ? d.toSeconds() > 0
              : !((Period) period).isNegative() && !((Period) period).isZero();
      if (positive && period.toString().length() <= 30) {
        return period;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw ChangeBody.invalid("budget_period", "expected a period such as P1M or P1D");
  }
}
