package io.llmgateway.provider.ollama;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * path        /api/chat
 * num-ctx     the context to ask for; without it the server's own, and longer prompts are cut
 * keep-alive  how long the model stays loaded
 * levels      models (a regular expression) whose thinking has levels only
 * </pre>
 */
record OllamaOptions(String path, long numCtx, String keepAlive, Pattern levels) {
  private static final Set<String> NAMES = Set.of("path", "num-ctx", "keep-alive", "levels");

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static OllamaOptions of(Map<String, String> options) {
    CardOptions.require("ollama", options, NAMES);
    return new OllamaOptions(
        options.getOrDefault("path", "/api/chat"),
        Long.parseLong(options.getOrDefault("num-ctx", "0")),
        options.get("keep-alive"),
        Pattern.compile(options.getOrDefault("levels", "gpt-oss.*")));
  }
}
