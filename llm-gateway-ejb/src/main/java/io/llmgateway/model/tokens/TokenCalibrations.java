package io.llmgateway.model.tokens;

import io.llmgateway.chat.Usage;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calibrations of all models that were called since the start. Safe for use by many threads.
 */
public final class TokenCalibrations {
  /** Operators name models; this is only against a flood of them. */
  private static final int MOST_MODELS = 2_000;

  private final Map<String, TokenCalibration> models = new ConcurrentHashMap<>();

  /**
   * @param model the model's name, together with its provider's where both matter
   * @return the tokens that the prompt probably has
   */
  public long prompt(String model, JsonObject body) {
    TokenCalibration known = models.get(model);
    return (known == null ? new TokenCalibration() : known).tokens(ScriptCounts.of(body));
  }

  /**
   * @param usage as the provider reported it, never one that was estimated. What a prompt with
   *     images, sounds or files took is not learned from
   */
  public void learn(String model, JsonObject body, Usage usage) {
    if (ScriptCounts.onlyText(body) && (models.containsKey(model) || models.size() < MOST_MODELS)) {
      models
          .computeIfAbsent(model, name -> new TokenCalibration())
          .learn(ScriptCounts.of(body), usage.inputTokens());
    }
  }

  /**
   * @return see {@link TokenCalibration#medianError}; empty also for a model that nobody called
   */
  public OptionalDouble medianError(String model) {
    TokenCalibration known = models.get(model);
    return known == null ? OptionalDouble.empty() : known.medianError();
  }
}
