package io.llmgateway.provider.ollama;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * path        /api/chat
 * num-ctx     the context to ask for; without it the server's own, and longer prompts are cut
 * keep-alive  how long the model stays loaded
 * </pre>
 */
record OllamaOptions(String path, long numCtx, String keepAlive) {
  private static final Set<String> NAMES = Set.of("path", "num-ctx", "keep-alive");

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static OllamaOptions of(Map<String, String> options) {
    CardOptions.require("ollama", options, NAMES);
    return new OllamaOptions(
        options.getOrDefault("path", "/api/chat"),
        Long.parseLong(options.getOrDefault("num-ctx", "0")),
        options.get("keep-alive"));
  }
}
