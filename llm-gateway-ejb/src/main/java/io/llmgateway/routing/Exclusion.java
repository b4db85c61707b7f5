package io.llmgateway.routing;

import io.llmgateway.routing.constraint.PreferenceReader;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Why a candidate, or a model of a virtual one's pool, is out of the question. */
public enum Exclusion {
  POLICY_REGION("the account's policy does not allow its region"),
  POLICY_FILING("the account's policy wants a filed service, and no filing is known"),
  POLICY_RETENTION("the account's policy does not allow what it does with the data"),
  NOT_ONLY("it is not among 'only'", "only"),
  IGNORED("it is among 'ignore'", "ignore"),
  NOT_IN_ORDER("it is not among 'order', and fallbacks are not allowed", "order"),
  NO_FALLBACKS("fallbacks are not allowed", "allow_fallbacks"),
  REGION("it is not known to be in the region", "region"),
  RETENTION("it is not known to treat the data so", "data_collection", "zdr"),
  PRICE("it asks more than the ceiling, or its price is not known", "max_price"),
  PARAMETERS("it is not known to take every field of the request", "require_parameters"),
  NOT_PRICED("it has no price for this account, or the price no exchange rate"),
  CONTEXT("the prompt and the answer do not fit its context window"),
  MIN_CONTEXT("its context window is not known to be as large as the virtual model wants"),
  CAPABILITY("it can not do what the request needs"),
  QUALITY("it is not known to be of the tier", "quality"),
  KEY("the key may not call it"),
  NO_CHANNEL("no channel answers for it");

  private final String reason;

  /** By their names, the first one first; empty for none. */
  private final String fields;

  Exclusion(String reason, String... fields) {
    this.reason = reason;
    this.fields = String.join(" ", fields);
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
  String param(JsonObject body) {
    return fields.isEmpty() ? null : PreferenceReader.place(body, List.of(fields.split(" ")));
  }

  boolean byPolicy() {
    return this == POLICY_REGION || this == POLICY_FILING || this == POLICY_RETENTION;
  }
}
