package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/**
 * A row of the price list: what a million tokens of one model cost.
 *
 * <p>Prices have at most {@link #SCALE} decimal places. So the price of any number of tokens is
 * exact at {@link Amount#SCALE} places, and the sum of the parts is the whole without rounding.
 *
 * @param id the row
 * @param kind who says so
 * @param provider the provider's id, or {@link #OPERATOR_PROVIDER}
 * @param model the provider's model, or the public model of an operator's price
 * @param output null when it is not known: enough for embeddings, which have none
 * @param cacheRead null when cached input costs what input costs
 * @param cacheWrite null when written input costs what input costs
 * @param currency ISO 4217
 * @param source where the price was read
 * @param validFrom since when it holds
 */
public record Price(
    String id,
    Kind kind,
    String provider,
    String model,
    BigDecimal input,
    BigDecimal output,
    BigDecimal cacheRead,
    BigDecimal cacheWrite,
    String currency,
    String source,
    Instant validFrom) {

  /** Decimal places of a price per million tokens. */
  public static final int SCALE = 6;

  /** Stands where an operator's price has no provider. */
  public static final String OPERATOR_PROVIDER = "-";

  /** Who set the price. */
  public enum Kind {
    /** The provider's list price of its own model, from the catalogue. */
    LIST,
    /** The operator's price of a public model. */
    OPERATOR
  }

  public Price {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(provider);
    Objects.requireNonNull(model);
    Objects.requireNonNull(currency);
    requirePrice("input", input);
    if (output != null) {
      requirePrice("output", output);
    }
    if (cacheRead != null) {
      requirePrice("cache-read", cacheRead);
    }
    if (cacheWrite != null) {
      requirePrice("cache-write", cacheWrite);
    }
  }

  /**
   * @return whether everything has a price that a call with so much output needs
   */
  public boolean covers(long outputTokens) {
    return output != null || outputTokens == 0;
  }

  /**
   * @return what the usage costs; reasoning is part of the output
   * @throws IllegalArgumentException when there is output, and no price for it
   */
  public Amount of(Usage usage) {
    long plainInput = usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens();
    Amount sum = Amount.ofTokens(plainInput, input, currency).plus(ofOutput(usage.outputTokens()));
    if (usage.cacheReadTokens() > 0) {
      sum = sum.plus(Amount.ofTokens(usage.cacheReadTokens(), orInput(cacheRead), currency));
    }
    if (usage.cacheWriteTokens() > 0) {
      sum = sum.plus(Amount.ofTokens(usage.cacheWriteTokens(), orInput(cacheWrite), currency));
    }
    return sum;
  }

  /**
   * @return what a call costs at the most, whichever part of its input is cached
   */
  public Amount upperBound(long inputTokens, long outputTokens) {
    BigDecimal dearest = input.max(orInput(cacheRead)).max(orInput(cacheWrite));
    return Amount.ofTokens(inputTokens, dearest, currency).plus(ofOutput(outputTokens));
  }

  private Amount ofOutput(long tokens) {
    if (!covers(tokens)) {
      throw new IllegalArgumentException("the output of " + model + " has no price");
    }
    return tokens == 0 ? Amount.zero(currency) : Amount.ofTokens(tokens, output, currency);
  }

  private BigDecimal orInput(BigDecimal price) {
    return price == null ? input : price;
  }

  private static void requirePrice(String name, BigDecimal price) {
    if (price.signum() < 0) {
      throw new IllegalArgumentException("a price is not negative: " + name + " " + price);
    }
    if (price.stripTrailingZeros().scale() > SCALE) {
      throw new IllegalArgumentException(
          "a price per million tokens has at most " + SCALE + " decimals: " + name + " " + price);
    }
  }
}
