package io.llmgateway.admission;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The API keys and accounts of the configuration.
 *
 * @param keys in alphabetical order of their names
 * @param accounts all that the configuration names, be it in a key
 * @param disabledAccounts accounts with {@code gateway.account.<name>.enabled=false}
 * @param limits of what is not a key, and budgets
 */
public record AdmissionSettings(
    List<KeySettings> keys,
    Set<String> accounts,
    Set<String> disabledAccounts,
    LimitSettings limits) {
  static final AdmissionSettings NONE =
      new AdmissionSettings(List.of(), Set.of(), Set.of(), LimitSettings.DEFAULTS);

  private static final String KEYS = "gateway.key.";
  private static final String ACCOUNTS = "gateway.account.";

  private static final Set<String> ACCOUNT_SUFFIXES =
      Set.of(
          "enabled",
          "currency",
          "opening-balance",
          "price-factor",
          "credit-line",
          "limit.requests-per-minute",
          "limit.tokens-per-minute",
          "limit.concurrent",
          "budget.amount",
          "budget.daily",
          "budget.monthly");

  public AdmissionSettings {
    keys = List.copyOf(keys);
    accounts = Set.copyOf(accounts);
    disabledAccounts = Set.copyOf(disabledAccounts);
  }

  /**
   * @throws ConfigException when a value is impossible, or two keys share a secret
   */
  public static AdmissionSettings from(ConfigView config) {
    List<KeySettings> keys = new ArrayList<>();
    for (String name :
        config.groups(
            KEYS,
            Set.of(
                "secret",
                "generate",
                "account",
                "models",
                "enabled",
                "expires",
                "limit.requests-per-minute",
                "limit.tokens-per-minute",
                "limit.concurrent",
                "budget.amount",
                "budget.period",
                "budget.daily",
                "budget.monthly"))) {
      keys.add(key(config, name));
    }
    refuseSharedSecrets(keys);
    Set<String> accounts = new HashSet<>(config.groups(ACCOUNTS, ACCOUNT_SUFFIXES));
    keys.forEach(key -> accounts.add(key.account()));
    Set<String> disabled = new HashSet<>();
    for (String account : config.groups(ACCOUNTS, Set.of("enabled"))) {
      if (!config.flag(ACCOUNTS + account + ".enabled").orElse(true)) {
        disabled.add(account);
      }
    }
    return new AdmissionSettings(keys, accounts, disabled, LimitSettings.from(config));
  }

  private static KeySettings key(ConfigView config, String name) {
    String prefix = KEYS + name + ".";
    boolean generated = config.flag(prefix + "generate").orElse(false);
    String secret = config.text(prefix + "secret").orElse(null);
    if (secret == null && !generated) {
      throw new ConfigException(prefix + "secret", "is missing");
    }
    RateLimits limits = RateLimits.from(config, prefix);
    return new KeySettings(
        name,
        secret,
        secret == null,
        config
            .text(prefix + "account")
            .orElseThrow(() -> new ConfigException(prefix + "account", "is missing")),
        config.text(prefix + "models").isPresent() ? config.list(prefix + "models") : List.of("*"),
        config.flag(prefix + "enabled").orElse(true),
        config.text(prefix + "expires").map(v -> instant(prefix + "expires", v)).orElse(null),
        limits.requestsPerMinute(),
        limits.tokensPerMinute(),
        limits.concurrent(),
        BudgetSettings.named(config, prefix));
  }

  private static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new ConfigException(name, "not a time such as 2027-01-31T00:00:00Z: " + text);
    }
  }

  private static void refuseSharedSecrets(List<KeySettings> keys) {
    Map<String, String> owners = new HashMap<>();
    for (KeySettings key : keys) {
      String other = key.secret() == null ? null : owners.put(key.secret(), key.name());
      if (other != null) {
        throw new ConfigException(
            KEYS + key.name() + ".secret", "is the same as that of key " + other);
      }
    }
  }
}
