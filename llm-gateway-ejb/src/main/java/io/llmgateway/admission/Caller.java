package io.llmgateway.admission;

import java.util.Objects;

/**
 * An authenticated API key.
 *
 * @param key the key's name, which is no secret
 * @param account the account that pays
 * @param models which public models the key may call
 */
public record Caller(String key, String account, ModelPatterns models) {
  public Caller {
    Objects.requireNonNull(key);
    Objects.requireNonNull(account);
    Objects.requireNonNull(models);
  }
}
