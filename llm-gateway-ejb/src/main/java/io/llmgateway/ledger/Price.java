package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.PriceVariant;
import io.llmgateway.catalog.UnitPrices;
import io.llmgateway.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A row of the price list with its variants: what one model costs.
 *
 * <p>Which prices a call is charged by follows from its input tokens and its start alone: of the
 * variants that apply, the one with the highest threshold of tokens; of those, one with a window
 * before one without; of those, the first. When none applies, the row's own prices.
 *
 * <p>Prices of tokens have at most {@link #SCALE} decimal places per million, and those of units at
 * most {@link Amount#SCALE}. So the price of any usage is exact at {@link Amount#SCALE} places, and
 * the sum of the parts is the whole without rounding.
 *
 * @param id the row
 * @param kind who says so
 * @param provider the provider's id, or {@link #OPERATOR_PROVIDER}
 * @param model the provider's model, or the public model of an operator's price
 * @param card the prices, their variants in the order of the lines
 * @param validFrom since when it holds
 */
public record Price(
    String id, Kind kind, String provider, String model, PriceCard card, Instant validFrom) {

  /** Decimal places of a price per million tokens. */
  public static final int SCALE = 6;

  /** Stands where an operator's price has no provider. */
  public static final String OPERATOR_PROVIDER = "-";

  private static final Comparator<PriceVariant> PRECEDENCE =
      Comparator.comparingLong(PriceVariant::aboveInputTokens)
          .reversed()
          .thenComparing(variant -> variant.window() == null);

  /** Who set the price. */
  public enum Kind {
    /** The provider's list price of its own model. */
    LIST,
    /** The operator's price of a public model. */
    OPERATOR
  }

  public Price {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(provider);
    Objects.requireNonNull(model);
    Objects.requireNonNull(card.currency());
    require(card);
  }

  /**
   * @throws IllegalArgumentException naming the price that is negative, or could not be exact
   */
  static void require(PriceCard card) {
    requireAll(card.prices());
    card.variants().forEach(variant -> requireAll(variant.prices()));
  }

  /**
   * @return ISO 4217
   */
  public String currency() {
    return card.currency();
  }

  /**
   * @return the prices of a call
   */
  public UnitPrices pricesFor(long inputTokens, Instant startedAt) {
    return card.variants().stream()
        .filter(variant -> variant.appliesTo(inputTokens, startedAt))
        .min(PRECEDENCE)
        .map(PriceVariant::prices)
        .orElse(card.prices());
  }

  /**
   * @return whether everything has a price that a call with so much output needs
   */
  public boolean covers(long outputTokens) {
    return outputTokens == 0
        || card.prices().output() != null
            && card.variants().stream().allMatch(v -> v.prices().output() != null);
  }

  /**
   * @return what the usage costs, exactly; nothing when no tokens were used
   * @throws IllegalArgumentException when there is output, and no price for it
   */
  public Amount of(MeteredUsage metered) {
    if (metered.nothing()) {
      return Amount.zero(currency());
    }
    Usage usage = metered.usage();
    UnitPrices prices = pricesFor(usage.inputTokens(), metered.startedAt());
    long plainInput = usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens();
    long plainOutput = usage.outputTokens() - usage.reasoningTokens();
    return tokens(plainInput, prices.input())
        .plus(tokens(usage.cacheReadTokens(), or(prices.cacheRead(), prices.input())))
        .plus(tokens(usage.cacheWriteTokens(), or(prices.cacheWrite(), prices.input())))
        .plus(tokens(plainOutput, prices.output()))
        .plus(tokens(usage.reasoningTokens(), or(prices.reasoning(), prices.output())))
        .plus(units(1, prices.request()))
        .plus(units(metered.images(), prices.image()));
  }

  /**
   * @return what a call costs at the most: whenever it begins, however short its prompt turns out
   *     to be, and whichever part of it is cached or reasoning
   */
  public Amount upperBound(long inputTokens, long outputTokens, long images) {
    return Stream.concat(
            Stream.of(card.prices()),
            card.variants().stream()
                .filter(variant -> variant.reachableWith(inputTokens))
                .map(PriceVariant::prices))
        .map(prices -> upperBound(prices, inputTokens, outputTokens, images))
        .reduce(Amount::max)
        .orElseThrow();
  }

  private Amount upperBound(UnitPrices prices, long inputTokens, long outputTokens, long images) {
    BigDecimal input =
        prices
            .input()
            .max(or(prices.cacheRead(), prices.input()))
            .max(or(prices.cacheWrite(), prices.input()));
    BigDecimal output =
        prices.output() == null
            ? null
            : prices.output().max(or(prices.reasoning(), prices.output()));
    return tokens(inputTokens, input)
        .plus(tokens(outputTokens, output))
        .plus(units(1, prices.request()))
        .plus(units(images, prices.image()));
  }

  private Amount tokens(long count, BigDecimal perMillion) {
    if (count == 0) {
      return Amount.zero(currency());
    }
    if (perMillion == null) {
      throw new IllegalArgumentException("the output of " + model + " has no price");
    }
    return Amount.ofTokens(count, perMillion, currency());
  }

  private Amount units(long count, BigDecimal each) {
    return each == null ? Amount.zero(currency()) : Amount.ofUnits(count, each, currency());
  }

  private static BigDecimal or(BigDecimal price, BigDecimal otherwise) {
    return price == null ? otherwise : price;
  }

  private static void requireAll(UnitPrices prices) {
    Objects.requireNonNull(prices.input());
    require("input", prices.input(), SCALE);
    require("output", prices.output(), SCALE);
    require("cache-read", prices.cacheRead(), SCALE);
    require("cache-write", prices.cacheWrite(), SCALE);
    require("reasoning", prices.reasoning(), SCALE);
    require("request", prices.request(), Amount.SCALE);
    require("image", prices.image(), Amount.SCALE);
  }

  private static void require(String name, BigDecimal price, int scale) {
    if (price == null) {
      return;
    }
    if (price.signum() < 0) {
      throw new IllegalArgumentException("a price is not negative: " + name + " " + price);
    }
    if (price.stripTrailingZeros().scale() > scale) {
      throw new IllegalArgumentException(
          "a price has at most " + scale + " decimals: " + name + " " + price);
    }
  }
}
