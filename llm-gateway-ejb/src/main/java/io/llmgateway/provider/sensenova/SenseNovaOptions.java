package io.llmgateway.provider.sensenova;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * path  /v1/llm/chat-completions
 * </pre>
 */
record SenseNovaOptions(String path) {

  /**
   * @throws IllegalArgumentException when an option is unknown
   */
  static SenseNovaOptions of(Map<String, String> options) {
    CardOptions.require("sensenova", options, Set.of("path"));
    return new SenseNovaOptions(options.getOrDefault("path", "/v1/llm/chat-completions"));
  }
}
