package io.llmgateway.admission;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an operator says of a key that is made through the admin API.
 *
 * @param account the account that pays; fixed once the key exists
 * @param models patterns of public model names
 * @param expires when the key ends, or null
 * @param requestsPerMinute 0 means no limit
 * @param tokensPerMinute 0 means no limit
 * @param concurrent requests at one time; 0 means no limit
 * @param budget how much the key may spend in a period, or null
 */
public record KeyTerms(
    String name,
    String account,
    List<String> models,
    boolean enabled,
    Instant expires,
    long requestsPerMinute,
    long tokensPerMinute,
    long concurrent,
    KeySettings.Budget budget) {

  public KeyTerms {
    Objects.requireNonNull(name);
    Objects.requireNonNull(account);
    models = List.copyOf(models);
  }

  static KeyTerms of(KeySettings key) {
    return new KeyTerms(
        key.name(),
        key.account(),
        key.models(),
        key.enabled(),
        key.expires(),
        key.requestsPerMinute(),
        key.tokensPerMinute(),
        key.concurrent(),
        key.budget());
  }

  KeySettings settings() {
    return new KeySettings(
        name,
        null,
        false,
        account,
        models,
        enabled,
        expires,
        requestsPerMinute,
        tokensPerMinute,
        (int) concurrent,
        budget);
  }
}
