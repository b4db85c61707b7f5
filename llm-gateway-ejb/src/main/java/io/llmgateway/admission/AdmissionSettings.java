package io.llmgateway.admission;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.TemporalAmount;
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
 */
public record AdmissionSettings(
    List<KeySettings> keys, Set<String> accounts, Set<String> disabledAccounts) {
  static final AdmissionSettings NONE = new AdmissionSettings(List.of(), Set.of(), Set.of());

  private static final String KEYS = "gateway.key.";
  private static final String ACCOUNTS = "gateway.account.";

  private static final Set<String> ACCOUNT_SUFFIXES =
      Set.of("enabled", "currency", "opening-balance", "price-factor", "credit-line");

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
                "budget.period"))) {
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
    return new AdmissionSettings(keys, accounts, disabled);
  }

  private static KeySettings key(ConfigView config, String name) {
    String prefix = KEYS + name + ".";
    boolean generated = config.flag(prefix + "generate").orElse(false);
    String secret = config.text(prefix + "secret").orElse(null);
    if (secret == null && !generated) {
      throw new ConfigException(prefix + "secret", "is missing");
    }
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
        limit(config, prefix + "limit.requests-per-minute"),
        limit(config, prefix + "limit.tokens-per-minute"),
        limit(config, prefix + "limit.concurrent"),
        budget(config, prefix));
  }

  private static int limit(ConfigView config, String name) {
    int value = config.integer(name).orElse(0);
    if (value < 0 || (value == 0 && config.text(name).isPresent())) {
      throw new ConfigException(name, "must be 1 or more; leave it out for no limit");
    }
    return value;
  }

  private static KeySettings.Budget budget(ConfigView config, String prefix) {
    String period = prefix + "budget.period";
    return config
        .decimal(prefix + "budget.amount")
        .map(
            amount -> {
              if (amount.signum() < 0) {
                throw new ConfigException(prefix + "budget.amount", "must not be negative");
              }
              return new KeySettings.Budget(
                  amount,
                  config.text(period).map(v -> period(period, v)).orElse(KeySettings.Budget.MONTH));
            })
        .orElse(null);
  }

  private static TemporalAmount period(String name, String text) {
    try {
      TemporalAmount amount = text.contains("T") ? Duration.parse(text) : Period.parse(text);
      boolean positive =
          amount instanceof Duration d
              ? d.toSeconds() > 0
              : !((Period) amount).isNegative() && !((Period) amount).isZero();
      if (positive) {
        return amount;
      }
    } catch (DateTimeException e) {
      throw new ConfigException(name, "not a period such as P1M or P1D: " + text);
    }
    throw new ConfigException(name, "must be positive: " + text);
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
