package io.llmgateway.admin;

import java.math.BigDecimal;

/** Reads what all requests that move money say. */
final class MoneyBody {
  private static final int LONGEST_REFERENCE = 200;
  private static final int LONGEST_REASON = 500;

  private MoneyBody() {}

  static BigDecimal amount(ChangeBody body) {
    body.field("amount").required();
    return body.sum("amount");
  }

  static String reference(ChangeBody body) {
    return body.requiredText("reference", LONGEST_REFERENCE);
  }

  /**
   * @return null when it is absent
   */
  static String optionalReference(ChangeBody body) {
    return body.text("reference", LONGEST_REFERENCE);
  }

  static String reason(ChangeBody body) {
    return body.requiredText("reason", LONGEST_REASON);
  }
}
