package io.llmgateway.admission;

import java.time.Instant;

/**
 * An API key as operators see it, without its secret.
 *
 * @param declared whether the configuration declares it; then only the configuration changes it
 * @param createdAt null when it is declared
 */
public record KeyView(KeyTerms terms, boolean declared, State state, Instant createdAt) {
  /** Whether a key can be used. */
  public enum State {
    ENABLED,
    DISABLED,
    /** For ever; the name is not given to another key. */
    REVOKED
  }

  public String name() {
    return terms.name();
  }

  static KeyView of(KeySettings key) {
    return new KeyView(
        KeyTerms.of(key), true, key.enabled() ? State.ENABLED : State.DISABLED, null);
  }
}
