package io.llmgateway.provider.hunyuan;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * version  X-TC-Version
 * </pre>
 */
record HunyuanOptions(String version) {

  /**
   * @throws IllegalArgumentException when an option is unknown
   */
  static HunyuanOptions of(Map<String, String> options) {
    CardOptions.require("hunyuan", options, Set.of("version"));
    return new HunyuanOptions(options.getOrDefault("version", "2023-09-01"));
  }
}
