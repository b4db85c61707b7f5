package io.llmgateway.ledger;

/** By which way a price, an exchange rate or an account's terms came into the books. */
public enum Origin {
  /** The catalogue that the gateway ships. */
  CATALOG,
  /** The operator's configuration. */
  CONFIG,
  /** An administrator, through the admin API. */
  ADMIN
}
