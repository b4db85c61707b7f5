package io.llmgateway.admission;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final String SECRET = "sk-0123456789abcdef";
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private BigDecimal spentBefore = BigDecimal.ZERO;
  private final OperatorsWork operators = new OperatorsWork();
  private final Admission admission =
      new Admission(
          null,
          operators,
          operators,
          new LimitBook(
              (account, key, from) -> spentBefore,
              Clock.fixed(NOW, ZoneOffset.UTC),
              null,
              null,
              null),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private Admitted admit(Caller caller, String model, long tokens) {
    return admission.admit(caller, Set.of(model), tokens, false, new Cancellation());
  }

  @Test
  void recognisesAKeyByItsWholeText() {
    configure();
    assertEquals("app", admission.authenticate(SECRET).key());
    assertEquals("team", admission.authenticate(SECRET).account());
    refuses(ErrorCode.INVALID_API_KEY, () -> admission.authenticate(SECRET + "x"));
    refuses(
        ErrorCode.INVALID_API_KEY,
        () -> admission.authenticate(SECRET.substring(0, SECRET.length() - 1)));
    refuses(ErrorCode.INVALID_API_KEY, () -> admission.authenticate("x".repeat(10_000)));
    refuses(ErrorCode.MISSING_API_KEY, () -> admission.authenticate(" "));
    refuses(ErrorCode.MISSING_API_KEY, () -> admission.authenticate(null));
  }

  @Test
  void refusesDisabledAndExpiredKeysAndDisabledAccounts() {
    configure("gateway.key.app.enabled", "false");
    refuses(ErrorCode.KEY_DISABLED, () -> admission.authenticate(SECRET));
    configure("gateway.key.app.expires", "2026-11-21T10:00:00Z");
    refuses(ErrorCode.KEY_EXPIRED, () -> admission.authenticate(SECRET));
    configure("gateway.key.app.expires", "2026-11-21T10:00:01Z");
    assertDoesNotThrow(() -> admission.authenticate(SECRET));
    configure("gateway.account.team.enabled", "false");
    refuses(ErrorCode.ACCOUNT_DISABLED, () -> admission.authenticate(SECRET));
  }

  @Test
  void letsAKeyCallOnlyItsModels() {
    configure("gateway.key.app.models", "deepseek-*,qwen.max");
    Caller caller = admission.authenticate(SECRET);
    assertDoesNotThrow(() -> admission.requireAllowed(caller, "deepseek-chat"));
    assertDoesNotThrow(() -> admission.requireAllowed(caller, "qwen.max"));
    refuses(ErrorCode.MODEL_NOT_ALLOWED, () -> admission.requireAllowed(caller, "qwenXmax"));
    refuses(
        ErrorCode.MODEL_NOT_ALLOWED, () -> admission.requireAllowed(caller, "my-deepseek-chat"));
  }

  @Test
  void answersWithoutALimitCountBeforeTheyHaveCome() {
    configure("gateway.key.app.limit.tokens-per-minute", "100");
    Caller caller = admission.authenticate(SECRET);

    Admitted first = open(caller, 10);
    assertTrue(first.rateLimits().tokens().remaining() < 10);
    refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> open(caller, 10));
    first.done(30, BigDecimal.ZERO);
    assertEquals(4, open(caller, 10).rateLimits().tokens().remaining() / 10);
    assertEquals(1, open(caller, 10).rateLimits().tokens().remaining() / 10);
    refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> open(caller, 10));
  }

  private Admitted open(Caller caller, long tokens) {
    return admission.admit(caller, Set.of("m"), tokens, true, new Cancellation());
  }

  @Test
  void countsRequestsPerMinuteAndTellsWhatIsLeft() {
    configure("gateway.key.app.limit.requests-per-minute", "2");
    Caller caller = admission.authenticate(SECRET);
    Limit first = admit(caller, "m", 1).rateLimits().requests();
    assertEquals(2, first.limit());
    assertEquals(1, first.remaining());
    assertEquals(0, admit(caller, "m", 1).rateLimits().requests().remaining());
    ChatException.Final refused =
        refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> admit(caller, "m", 1));
    assertFalse(refused.retryAfter().isZero());
  }

  @Test
  void reservesTokensByEstimateAndCorrectsThemByUsage() {
    configure("gateway.key.app.limit.tokens-per-minute", "100");
    Caller caller = admission.authenticate(SECRET);
    refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> admit(caller, "m", 663));
    Admitted admitted = admit(caller, "m", 90);
    refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> admit(caller, "m", 20));
    admitted.done(10, BigDecimal.ZERO);
    admit(caller, "m", 80).done(150, BigDecimal.ZERO);
    refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> admit(caller, "m", 1));
  }

  @Test
  void boundsWhatIsInFlightAndFreesEachSlotOnce() {
    configure("gateway.key.app.limit.concurrent", "1");
    Caller caller = admission.authenticate(SECRET);
    Admitted first = admit(caller, "m", 1);
    refuses(ErrorCode.CONCURRENCY_LIMIT_EXCEEDED, () -> admit(caller, "m", 1));
    first.done(0, BigDecimal.ZERO);
    first.done(0, BigDecimal.ZERO);
    admit(caller, "m", 1);
    refuses(ErrorCode.CONCURRENCY_LIMIT_EXCEEDED, () -> admit(caller, "m", 1));
  }

  @Test
  void refusesWhatTheBudgetDoesNotCoverIncludingWhatIsReserved() {
    spentBefore = new BigDecimal("7");
    configure("gateway.key.app.budget.amount", "10");
    Caller caller = admission.authenticate(SECRET);
    Admitted first = admit(caller, "m", 1);
    first.reserveBudget(new BigDecimal("2"));
    Admitted second = admit(caller, "m", 1);
    refuses(ErrorCode.BUDGET_EXCEEDED, () -> second.reserveBudget(new BigDecimal("2")));
    first.done(0, new BigDecimal("0.5"));
    second.reserveBudget(new BigDecimal("2.5"));
    Admitted third = admit(caller, "m", 1);
    refuses(ErrorCode.BUDGET_EXCEEDED, () -> third.reserveBudget(new BigDecimal("0.01")));
  }

  @Test
  void keepsCountersWhenTheConfigurationIsReadAgain() {
    configure("gateway.key.app.limit.concurrent", "1");
    admit(admission.authenticate(SECRET), "m", 1);
    configure("gateway.key.app.limit.concurrent", "1", "gateway.key.app.models", "m");
    Caller caller = admission.authenticate(SECRET);
    refuses(ErrorCode.CONCURRENCY_LIMIT_EXCEEDED, () -> admit(caller, "m", 1));
  }

  @Test
  void limitsAnAccountAcrossItsKeysAndAModelAcrossAccounts() {
    configure(
        "gateway.key.other.secret", "sk-another-secret-key",
        "gateway.key.other.account", "team",
        "gateway.account.team.limit.requests-per-minute", "2",
        "gateway.model.m.limit.concurrent", "1");
    Caller app = admission.authenticate(SECRET);
    Caller other = admission.authenticate("sk-another-secret-key");
    Admitted first = admit(app, "m", 1);
    ChatException.Final busy =
        refuses(ErrorCode.CONCURRENCY_LIMIT_EXCEEDED, () -> admit(other, "m", 1));
    assertEquals(
        "The limit of 1 requests at a time of the model 'm' is reached.", busy.getMessage());
    first.done(0, BigDecimal.ZERO);
    admit(other, "m", 1).done(0, BigDecimal.ZERO);
    ChatException.Final refused =
        refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> admit(app, "other-model", 1));
    assertEquals(
        "The limit of 2 requests per minute of this account is reached.", refused.getMessage());
  }

  @Test
  void showsTheTightestLimit() {
    configure(
        "gateway.key.app.limit.requests-per-minute", "100",
        "gateway.account.team.limit.requests-per-minute", "10",
        "gateway.account.team.limit.tokens-per-minute", "5000",
        "gateway.model.m.limit.tokens-per-minute", "1000");
    RateLimitState left = admit(admission.authenticate(SECRET), "m", 100).rateLimits();
    assertEquals(10, left.requests().limit());
    assertEquals(9, left.requests().remaining());
    assertEquals(1000, left.tokens().limit());
    assertEquals(900, left.tokens().remaining());
  }

  @Test
  void givesEverythingBackWhenOneOfSeveralLimitsRefuses() {
    configure(
        "gateway.key.app.limit.requests-per-minute", "5",
        "gateway.key.app.limit.tokens-per-minute", "100",
        "gateway.key.app.limit.concurrent", "5",
        "gateway.model.full.limit.requests-per-minute", "1");
    Caller caller = admission.authenticate(SECRET);
    admit(caller, "full", 10).done(10, BigDecimal.ZERO);
    for (int i = 0; i < 20; i++) {
      refuses(ErrorCode.RATE_LIMIT_EXCEEDED, () -> admit(caller, "full", 10));
    }
    RateLimitState left = admit(caller, "m", 10).rateLimits();
    assertEquals(3, left.requests().remaining());
    assertEquals(80, left.tokens().remaining());
  }

  @Test
  void keepsTheBudgetsOfAnAccountAndOfADayBesidesThoseOfAKey() {
    configure(
        "gateway.key.app.budget.amount", "100",
        "gateway.key.app.budget.daily", "10",
        "gateway.account.team.budget.monthly", "5");
    Caller caller = admission.authenticate(SECRET);
    Admitted first = admit(caller, "m", 1);
    ChatException.Final refused =
        refuses(ErrorCode.BUDGET_EXCEEDED, () -> first.reserveBudget(new BigDecimal("6")));
    assertEquals("The budget of this account does not cover this request.", refused.getMessage());
    first.reserveBudget(new BigDecimal("5"));
    Admitted second = admit(caller, "m", 1);
    refuses(ErrorCode.BUDGET_EXCEEDED, () -> second.reserveBudget(new BigDecimal("0.1")));
    first.done(0, new BigDecimal("1"));
    second.reserveBudget(new BigDecimal("4"));
  }

  @Test
  void knowsTheKeysThatOperatorsHaveMadeOnceItHasReadThem() {
    configure();
    operators.make(made("ops", "team", true, null), admission.digest("sk-made"));
    refuses(ErrorCode.INVALID_API_KEY, () -> admission.authenticate("sk-made"));
    admission.reload();
    assertEquals("ops", admission.authenticate("sk-made").key());
    assertEquals("app", admission.authenticate(SECRET).key());

    operators.make(made("ops", "team", false, null), admission.digest("sk-made"));
    admission.reload();
    refuses(ErrorCode.KEY_DISABLED, () -> admission.authenticate("sk-made"));
    operators.make(made("ops", "team", true, NOW), admission.digest("sk-made"));
    admission.reload();
    refuses(ErrorCode.KEY_EXPIRED, () -> admission.authenticate("sk-made"));

    operators.keys.clear();
    admission.reload();
    refuses(ErrorCode.INVALID_API_KEY, () -> admission.authenticate("sk-made"));
  }

  @Test
  void refusesTheKeysOfAccountsThatOperatorsHaveDisabled() {
    configure();
    operators.disabled.add("team");
    admission.reload();
    refuses(ErrorCode.ACCOUNT_DISABLED, () -> admission.authenticate(SECRET));
    configure();
    refuses(ErrorCode.ACCOUNT_DISABLED, () -> admission.authenticate(SECRET));
  }

  @Test
  void keepsTheDeclaredKeyWhenOperatorsMadeOneOfTheSameName() {
    configure();
    operators.make(made("app", "others", true, null), admission.digest("sk-made"));
    admission.reload();
    assertEquals("team", admission.authenticate(SECRET).account());
    refuses(ErrorCode.INVALID_API_KEY, () -> admission.authenticate("sk-made"));
  }

  private static KeyTerms made(String name, String account, boolean enabled, Instant expires) {
    return new KeyTerms(name, account, List.of("*"), enabled, expires, 0, 0, 0, null);
  }

  /** What operators have made, without a database. */
  private static final class OperatorsWork extends KeyBook implements AccountStates {
    final Map<String, KeyTerms> keys = new HashMap<>();
    final Set<String> disabled = new HashSet<>();

    void make(KeyTerms key, String digest) {
      keys.put(digest, key);
    }

    @Override
    public Map<String, KeyTerms> byDigest() {
      return keys;
    }

    @Override
    public Set<String> disabled() {
      return disabled;
    }

    @Override
    public boolean exists(String account) {
      return true;
    }
  }

  @Test
  void refusesImpossibleSettings() {
    assertThrows(ConfigException.class, () -> configure("gateway.key.b.account", "team"));
    assertThrows(ConfigException.class, () -> configure("gateway.key.app.limit.concurrent", "0"));
    assertThrows(
        ConfigException.class,
        () -> configure("gateway.key.b.account", "team", "gateway.key.b.secret", SECRET));
  }

  @Test
  void namesBudgetPeriodsOfTheCalendar() {
    assertEquals(
        Instant.parse("2026-11-01T00:00:00Z"),
        BudgetMeter.startOfPeriod(java.time.Period.ofMonths(1), NOW));
    assertEquals(
        Instant.parse("2026-11-21T00:00:00Z"),
        BudgetMeter.startOfPeriod(java.time.Period.ofDays(1), NOW));
    assertEquals(
        Instant.parse("2026-11-16T00:00:00Z"),
        BudgetMeter.startOfPeriod(java.time.Period.ofWeeks(1), NOW));
    assertEquals(
        Instant.parse("2026-01-01T00:00:00Z"),
        BudgetMeter.startOfPeriod(java.time.Period.ofYears(1), NOW));
    assertEquals(
        Instant.parse("2026-11-21T10:00:00Z"),
        BudgetMeter.startOfPeriod(java.time.Duration.ofHours(1), NOW.plusSeconds(1800)));
  }

  private void configure(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("gateway.key.app.secret", SECRET);
    values.put("gateway.key.app.account", "team");
    values.put("gateway.key-digest.secret", "a secret for digests in this test only");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    ConfigView config = new ConfigView(values);
    admission.apply(AdmissionSettings.from(config), config, (name, secret) -> {});
  }

  private static ChatException.Final refuses(
      ErrorCode code, org.junit.jupiter.api.function.Executable call) {
    ChatException.Final refused = assertThrows(ChatException.Final.class, call);
    assertEquals(code, refused.code());
    return refused;
  }
}
