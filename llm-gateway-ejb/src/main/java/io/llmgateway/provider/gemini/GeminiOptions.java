package io.llmgateway.provider.gemini;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * path         /models/{model}; before :generateContent, with places to fill in
 * headers      further headers: Name=value,Name={place}
 * levels       models (a regular expression) whose thinking has a level and not a budget
 * call-ids     false: function calls have no ids (Vertex)
 * json-schema  responseJsonSchema (as it is), or responseSchema (reduced to the older subset)
 * </pre>
 */
record GeminiOptions(
    String path, String headers, Pattern levels, boolean wholeSchemas, boolean callIds) {
  private static final Set<String> NAMES =
      Set.of("path", "headers", "levels", "json-schema", "region", "call-ids");

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static GeminiOptions of(Map<String, String> options) {
    CardOptions.require("gemini", options, NAMES);
    return new GeminiOptions(
        options.getOrDefault("path", "/models/{model}"),
        options.get("headers"),
        Pattern.compile(options.getOrDefault("levels", "(?!)")),
        "responseJsonSchema".equals(options.get("json-schema")),
        !"false".equals(options.get("call-ids")));
  }
}
