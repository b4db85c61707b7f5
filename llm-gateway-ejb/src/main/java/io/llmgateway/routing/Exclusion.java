package io.llmgateway.routing;

import java.util.Locale;

/** Why a candidate, or a model of a virtual one's pool, is out of the question. */
public enum Exclusion {
  POLICY_REGION("the account's policy does not allow its region", null),
  POLICY_FILING("the account's policy wants a filed service, and no filing is known", null),
  POLICY_RETENTION("the account's policy does not allow what it does with the data", null),
  NOT_ONLY("it is not among 'only'", "gateway.only"),
  IGNORED("it is among 'ignore'", "gateway.ignore"),
  NOT_IN_ORDER("it is not among 'order', and fallbacks are not allowed", "gateway.order"),
  NO_FALLBACKS("fallbacks are not allowed", "gateway.allow_fallbacks"),
  REGION("it is not known to be in the region", "gateway.region"),
  RETENTION("it is not known to treat the data so", "gateway.data_collection"),
  PRICE("it asks more than the ceiling, or its price is not known", "gateway.max_price"),
  PARAMETERS("it is not known to take every field of the request", "gateway.require_parameters"),
  NOT_PRICED("it has no price for this account, or the price no exchange rate", null),
  CONTEXT("the prompt and the answer do not fit its context window", null),
  MIN_CONTEXT("its context window is not known to be as large as the virtual model wants", null),
  CAPABILITY("it can not do what the request needs", null),
  QUALITY("it is not known to be of the tier", "gateway.quality"),
  KEY("the key may not call it", null),
  NO_CHANNEL("no channel answers for it", null);

  private final String reason;
  private final String param;

  Exclusion(String reason, String param) {
    this.reason = reason;
    this.param = param;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return for operators and clients
   */
  public String reason() {
    return reason;
  }

  /**
   * @return the field of the request that says so, or null
   */
  public String param() {
    return param;
  }

  boolean byPolicy() {
    return this == POLICY_REGION || this == POLICY_FILING || this == POLICY_RETENTION;
  }
}
