package io.llmgateway.provider.spark;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * paths  the path of each model: lite=/v1.1/chat,generalv3=/v3.1/chat
 * </pre>
 */
record SparkOptions(Map<String, String> paths) {

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static SparkOptions of(Map<String, String> options) {
    CardOptions.require("spark", options, Set.of("paths"));
    return new SparkOptions(CardOptions.pairs(options.get("paths")));
  }

  String path(String model) {
    return paths.getOrDefault(model, "/chat/" + model);
  }
}
