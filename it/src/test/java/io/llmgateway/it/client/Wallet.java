package io.llmgateway.it.client;

import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;

/** What {@code GET /v1/wallet} says. */
public record Wallet(BigDecimal balance, BigDecimal held, BigDecimal available, String currency) {

  public static Wallet of(Http http) {
    Doc json = http.get("/v1/wallet").assertOk().json();
    return new Wallet(
        decimal(json, "balance"),
        decimal(json, "held"),
        decimal(json, "available"),
        json.at("currency").text());
  }

  /** Amounts are texts or numbers; a text keeps a JavaScript client from rounding them. */
  static BigDecimal decimal(Doc json, String name) {
    Doc value = json.at(name);
    return value.number() != null ? value.number() : new BigDecimal(value.text());
  }
}
