package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the operator says about money.
 *
 * @param accounts {@code gateway.account.<name>.*}, and each account that a key names
 * @param prices {@code gateway.model.<public>.price.*}, by public model
 * @param rates {@code gateway.exchange-rate.<FROM>-<TO>}: units of TO for one unit of FROM, and
 *     {@code .source}, by default "configuration"
 * @param timing {@code gateway.hold.*} and {@code gateway.settlement.*}
 * @param cachedShare {@code gateway.cache.price}: the share of its normal charge that an answer out
 *     of the cache costs, or null when nothing is said, and then it is free
 */
public record LedgerSettings(
    Map<String, Account> accounts,
    Map<String, PriceCard> prices,
    Map<CurrencyPair, Declared<BigDecimal>> rates,
    Timing timing,
    BigDecimal cachedShare) {

  static final String DEFAULT_CURRENCY = "USD";

  private static final String ACCOUNT = "gateway.account.";
  private static final String KEY = "gateway.key.";
  private static final String MODEL = "gateway.model.";
  private static final String RATE = "gateway.exchange-rate.";
  private static final String RATE_SOURCE = ".source";
  private static final String CONFIGURATION = "configuration";
  private static final String CACHED_SHARE = "gateway.cache.price";
  private static final Set<String> ACCOUNT_SUFFIXES =
      Set.of("currency", "opening-balance", "price-factor", "credit-line");
  private static final Set<String> PRICE_SUFFIXES =
      Set.of(
          "price.input",
          "price.output",
          "price.cache-read",
          "price.cache-write",
          "price.reasoning",
          "price.request",
          "price.image",
          "price.currency");

  public LedgerSettings {
    accounts = Map.copyOf(accounts);
    prices = Map.copyOf(prices);
    rates = Map.copyOf(rates);
  }

  /**
   * @param currency ISO 4217, default USD; fixed once the account exists
   * @param openingBalance booked once, zero or more, default zero
   * @param priceFactor what the account pays of each price; null when nothing is declared, and then
   *     an administrator may set it
   * @param creditLine how far the balance may fall below zero, zero or more, default zero; null
   *     when only a key names the account
   */
  public record Account(
      String currency, Amount openingBalance, BigDecimal priceFactor, Amount creditLine) {}

  /**
   * @return by account, the factors that are declared
   */
  Map<String, Declared<BigDecimal>> terms() {
    Map<String, Declared<BigDecimal>> terms = new TreeMap<>();
    if (cachedShare != null) {
      terms.put(AccountTerms.CACHED_FOR_ALL, new Declared<>(cachedShare, CONFIGURATION));
    }
    accounts.forEach(
        (name, account) -> {
          if (account.priceFactor() != null) {
            terms.put(name, new Declared<>(account.priceFactor(), CONFIGURATION));
            if (cachedShare != null) {
              terms.put(AccountTerms.cached(name), new Declared<>(cached(account), CONFIGURATION));
            }
          }
        });
    return terms;
  }

  private BigDecimal cached(Account account) {
    return Amount.factor(cachedShare, account.priceFactor(), AccountTerms.SCALE);
  }

  /**
   * @param holdDurableAfter {@code gateway.hold.durable-after}: a call that is in flight for longer
   *     leaves a trace in the database; default 1 s
   * @param maxWait {@code gateway.settlement.max-wait}: how long a request waits for its
   *     settlement; default 10 s. The settlement is booked all the same when it took longer
   * @param maxQueue {@code gateway.settlement.max-queue}: with so many settlements waiting for the
   *     database new calls are refused; default 10,000
   * @param maxBatch {@code gateway.settlement.max-batch}: how many share a transaction at the most;
   *     default 256
   * @param maxRest {@code gateway.settlement.max-rest}: under load, as long as a transaction took
   *     but no longer than this passes before the next one begins, so that more settlements share
   *     it; default 5 ms. A settlement that comes alone is never delayed
   */
  public record Timing(
      Duration holdDurableAfter, Duration maxWait, int maxQueue, int maxBatch, Duration maxRest) {
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(1), Duration.ofSeconds(10), 10_000, 256, Duration.ofMillis(5));
  }

  /**
   * @throws ConfigException when a value can not be used
   */
  public static LedgerSettings from(ConfigView config) {
    return new LedgerSettings(
        accounts(config),
        prices(config),
        rates(config),
        timing(config),
        factor(config, CACHED_SHARE));
  }

  private static Map<String, Account> accounts(ConfigView config) {
    Set<String> declared = config.groups(ACCOUNT, ACCOUNT_SUFFIXES);
    Set<String> names = new TreeSet<>(declared);
    config
        .groups(KEY, Set.of("account"))
        .forEach(key -> config.text(KEY + key + ".account").ifPresent(names::add));
    Map<String, Account> accounts = new TreeMap<>();
    for (String name : names) {
      String currency = currency(config, ACCOUNT + name + ".currency");
      Amount none = Amount.zero(currency);
      accounts.put(
          name,
          new Account(
              currency,
              money(config, ACCOUNT + name + ".opening-balance", currency).orElse(none),
              factor(config, ACCOUNT + name + ".price-factor"),
              money(config, ACCOUNT + name + ".credit-line", currency)
                  .orElse(declared.contains(name) ? none : null)));
    }
    return accounts;
  }

  private static Optional<Amount> money(ConfigView config, String name, String currency) {
    return config
        .decimal(name)
        .map(value -> new Amount(notNegative(name, value, Amount.SCALE), currency));
  }

  private static BigDecimal factor(ConfigView config, String name) {
    BigDecimal factor =
        config.decimal(name).map(f -> notNegative(name, f, AccountTerms.SCALE)).orElse(null);
    if (factor != null && factor.compareTo(AccountTerms.LARGEST) > 0) {
      throw new ConfigException(name, "must be at most " + AccountTerms.LARGEST + ": " + factor);
    }
    return factor;
  }

  private static Map<String, PriceCard> prices(ConfigView config) {
    Map<String, PriceCard> prices = new TreeMap<>();
    for (String model : config.groups(MODEL, PRICE_SUFFIXES)) {
      String prefix = MODEL + model + ".price.";
      prices.put(
          model,
          new PriceCard(
              unitPrices(config, prefix),
              List.of(),
              currency(config, prefix + "currency"),
              CONFIGURATION));
    }
    return prices;
  }

  private static UnitPrices unitPrices(ConfigView config, String prefix) {
    return new UnitPrices(
        price(config, prefix + "input", Price.SCALE)
            .orElseThrow(
                () ->
                    new ConfigException(
                        prefix + "input", "is missing: no price of a model goes without it")),
        price(config, prefix + "output", Price.SCALE).orElse(null),
        price(config, prefix + "cache-read", Price.SCALE).orElse(null),
        price(config, prefix + "cache-write", Price.SCALE).orElse(null),
        price(config, prefix + "reasoning", Price.SCALE).orElse(null),
        price(config, prefix + "request", Amount.SCALE).orElse(null),
        price(config, prefix + "image", Amount.SCALE).orElse(null));
  }

  private static Map<CurrencyPair, Declared<BigDecimal>> rates(ConfigView config) {
    Map<CurrencyPair, Declared<BigDecimal>> rates = new HashMap<>();
    for (String name : new TreeSet<>(config.names())) {
      if (name.startsWith(RATE) && !name.endsWith(RATE_SOURCE) && config.text(name).isPresent()) {
        BigDecimal rate = notNegative(name, config.decimal(name).orElseThrow(), Amount.SCALE);
        if (rate.signum() == 0) {
          throw new ConfigException(name, "an exchange rate is above zero");
        }
        String source = config.text(name + RATE_SOURCE).orElse(CONFIGURATION);
        rates.put(pair(name), new Declared<>(rate, source));
      }
    }
    return rates;
  }

  private static Timing timing(ConfigView config) {
    return new Timing(
        positive(config, "gateway.hold.durable-after", Timing.DEFAULT.holdDurableAfter()),
        positive(config, "gateway.settlement.max-wait", Timing.DEFAULT.maxWait()),
        positive(config, "gateway.settlement.max-queue", Timing.DEFAULT.maxQueue()),
        positive(config, "gateway.settlement.max-batch", Timing.DEFAULT.maxBatch()),
        positive(config, "gateway.settlement.max-rest", Timing.DEFAULT.maxRest()));
  }

  private static CurrencyPair pair(String name) {
    String[] parts = name.substring(RATE.length()).split("-", -1);
    if (parts.length != 2) {
      throw new ConfigException(name, "the name must end in two currencies such as CNY-USD");
    }
    return new CurrencyPair(currencyCode(name, parts[0]), currencyCode(name, parts[1]));
  }

  private static Optional<BigDecimal> price(ConfigView config, String name, int scale) {
    return config.decimal(name).map(value -> notNegative(name, value, scale));
  }

  private static BigDecimal notNegative(String name, BigDecimal value, int scale) {
    if (value.signum() < 0) {
      throw new ConfigException(name, "must not be negative: " + value);
    }
    if (value.stripTrailingZeros().scale() > scale) {
      throw new ConfigException(name, "has more than " + scale + " decimals: " + value);
    }
    if (value.precision() - value.scale() > 15) {
      throw new ConfigException(name, "is too large: " + value);
    }
    return value;
  }

  private static String currency(ConfigView config, String name) {
    return currencyCode(name, config.text(name).orElse(DEFAULT_CURRENCY));
  }

  private static String currencyCode(String name, String code) {
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(name, "not an ISO 4217 currency: " + code);
    }
  }

  private static Duration positive(ConfigView config, String name, Duration preset) {
    Duration value = config.duration(name).orElse(preset);
    if (value.isNegative() || value.isZero()) {
      throw new ConfigException(name, "must be positive: " + value);
    }
    return value;
  }

  private static int positive(ConfigView config, String name, int preset) {
    int value = config.integer(name).orElse(preset);
    if (value < 1) {
      throw new ConfigException(name, "must be 1 or more: " + value);
    }
    return value;
  }
}
