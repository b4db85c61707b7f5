package io.llmgateway.routing.constraint;

import java.math.BigDecimal;

/**
 * The most that may be asked, in the account's currency; null where there is no ceiling.
 *
 * @param prompt of a million tokens
 * @param completion of a million tokens
 * @param request of one call
 * @param image of one image
 */
public record PriceCeiling(
    BigDecimal prompt, BigDecimal completion, BigDecimal request, BigDecimal image) {
  public static final PriceCeiling NONE = new PriceCeiling(null, null, null, null);

  /**
   * @param asked null where there is no price; a price that is not there is no reason
   */
  public boolean allows(PriceCeiling asked) {
    return within(asked.prompt, prompt)
        && within(asked.completion, completion)
        && within(asked.request, request)
        && within(asked.image, image);
  }

  public boolean open() {
    return equals(NONE);
  }

  private static boolean within(BigDecimal asked, BigDecimal most) {
    return most == null || asked == null || asked.compareTo(most) <= 0;
  }
}
