package io.llmgateway;

import io.llmgateway.chat.Usage;
import io.llmgateway.model.tokens.TokenCalibrations;
import io.llmgateway.routing.Candidate;
import jakarta.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * How many tokens a prompt probably has for a model: by OpenAI's encoding where that is the
 * model's, and else as the model's own counts have taught. Safe for use by many threads.
 */
final class TokenCounts {
  /** Longer ones would teach no more, and take their time. */
  private static final long LONGEST_LESSON = 200_000;

  /** As many gauges a scrape can bear. */
  private static final int MOST_KNOWN = 1_000;

  private final ModelLayer layer;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private volatile Consumer<String> newModel = model -> {};
  private final TokenCalibrations calibrations = new TokenCalibrations();

  TokenCounts(ModelLayer layer) {
    this.layer = layer;
  }

  long prompt(Candidate candidate, JsonObject body) {
    return layer.plan(candidate).ownTokenizer()
        ? TokenEstimate.prompt(body)
        : calibrations.prompt(name(candidate), body);
  }

  /**
   * @param bound of the prompt's tokens, which says how long it is
   * @param usage as the provider counted it, for exactly this body
   */
  void learn(Candidate candidate, JsonObject body, long bound, Usage usage) {
    if (bound <= LONGEST_LESSON && !layer.plan(candidate).ownTokenizer()) {
      calibrations.learn(name(candidate), body, usage);
      if (known.size() < MOST_KNOWN && known.add(name(candidate))) {
        newModel.accept(name(candidate));
      }
    }
  }

  /**
   * @param listener learns of each model ({@code provider/model}) that taught something, once
   */
  void onNewModel(Consumer<String> listener) {
    newModel = listener;
  }

  /**
   * @param model {@code provider/model}
   * @return the median distance of the last hundred estimates from the provider's count, as a part
   *     of it; 0 while nothing is known
   */
  double medianError(String model) {
    return calibrations.medianError(model).orElse(0);
  }

  private static String name(Candidate candidate) {
    return candidate.provider().id() + "/" + candidate.upstreamModel();
  }
}
