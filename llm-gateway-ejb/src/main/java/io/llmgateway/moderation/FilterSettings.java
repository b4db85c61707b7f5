package io.llmgateway.moderation;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the operator wants done with calls that a content policy stops.
 *
 * @param policy of models that have none of their own; {@code gateway.content-filter.policy}
 * @param models the policies of public models, virtual ones too, by name; {@code
 *     gateway.model.<model>.content-filter}
 * @param keep how long a case is kept, from an hour to 3650 days; {@code
 *     gateway.content-filter.review.keep}
 * @param maxText so many characters of a prompt, and of an answer, are kept at the most; {@code
 *     gateway.content-filter.review.max-text}
 * @param maxQueue so many cases wait to be written at the most; {@code
 *     gateway.content-filter.review.max-queue}
 */
public record FilterSettings(
    FilterPolicy policy,
    Map<String, FilterPolicy> models,
    Duration keep,
    int maxText,
    int maxQueue) {
  public static final FilterSettings DEFAULT =
      new FilterSettings(FilterPolicy.SURFACE, Map.of(), Duration.ofDays(30), 32_768, 200);

  private static final String POLICY = "gateway.content-filter.policy";
  private static final String KEEP = "gateway.content-filter.review.keep";
  private static final String MAX_TEXT = "gateway.content-filter.review.max-text";
  private static final String MAX_QUEUE = "gateway.content-filter.review.max-queue";
  private static final String MODEL = "gateway.model.";
  private static final String OF_MODEL = "content-filter";
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(3_650);
  private static final int MOST_TEXT = 1 << 20;
  private static final int MOST_QUEUE = 100_000;

  public FilterSettings {
    models = Map.copyOf(models);
  }

  /**
   * @throws ConfigException naming the property that can not be used
   */
  public static FilterSettings from(ConfigView view) {
    Map<String, FilterPolicy> models = new TreeMap<>();
    for (String model : view.groups(MODEL, Set.of(OF_MODEL))) {
      models.put(model, policy(view, MODEL + model + "." + OF_MODEL));
    }
    Duration keep = view.duration(KEEP).orElse(DEFAULT.keep);
    if (keep.compareTo(SHORTEST) < 0 || keep.compareTo(LONGEST) > 0) {
      throw new ConfigException(KEEP, "must be from an hour to 3650 days: " + keep);
    }
    return new FilterSettings(
        view.text(POLICY).isPresent() ? policy(view, POLICY) : DEFAULT.policy,
        models,
        keep,
        within(view, MAX_TEXT, DEFAULT.maxText, 1_000, MOST_TEXT),
        within(view, MAX_QUEUE, DEFAULT.maxQueue, 1, MOST_QUEUE));
  }

  private static int within(ConfigView view, String name, int otherwise, int least, int most) {
    int value = view.integer(name).orElse(otherwise);
    if (value < least || value > most) {
      throw new ConfigException(name, "must be from " + least + " to " + most + ": " + value);
    }
    return value;
  }

  private static FilterPolicy policy(ConfigView view, String name) {
    String word = view.text(name).orElseThrow();
    return FilterPolicy.of(word)
        .orElseThrow(
            () -> new ConfigException(name, "not one of " + FilterPolicy.NAMES + ": " + word));
  }

  /**
   * @param requested the name that the client used
   * @param preferred the public model that the request is meant for
   */
  public FilterPolicy policy(String requested, String preferred) {
    FilterPolicy own = models.get(requested);
    return own != null ? own : models.getOrDefault(preferred, policy);
  }
}
