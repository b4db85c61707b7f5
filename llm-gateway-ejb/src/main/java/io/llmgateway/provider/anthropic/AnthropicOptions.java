package io.llmgateway.provider.anthropic;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * path            /v1/messages; places such as {model} and {region} are filled in
 * stream-path     for streams, when it is another
 * headers         further headers: Name=value,Name={place}
 * model-in-body   false: the model stands in the path alone (Bedrock, Vertex)
 * version-in-body what anthropic_version says in the body (Bedrock, Vertex)
 * max-tokens      max_tokens when neither the client nor the model's card says one
 * adaptive        models (a regular expression) whose thinking is adaptive, with an effort
 * no-sampling     models (a regular expression) that refuse temperature, top_p and top_k
 * json-schema     output_config, output_format, or none (the schema is asked for in words)
 * frames          sse, or aws (Bedrock's event stream)
 * </pre>
 */
record AnthropicOptions(
    String path,
    String streamPath,
    String headers,
    boolean modelInBody,
    String versionInBody,
    long maxTokens,
    Pattern adaptive,
    Pattern noSampling,
    String jsonSchema,
    boolean awsFrames) {
  private static final Set<String> NAMES =
      Set.of(
          "path",
          "stream-path",
          "headers",
          "model-in-body",
          "version-in-body",
          "max-tokens",
          "adaptive",
          "no-sampling",
          "json-schema",
          "frames",
          "region");
  private static final String NONE = "(?!)";

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static AnthropicOptions of(Map<String, String> options) {
    CardOptions.require("anthropic", options, NAMES);
    String path = options.getOrDefault("path", "/v1/messages");
    return new AnthropicOptions(
        path,
        options.getOrDefault("stream-path", path),
        options.getOrDefault("headers", "anthropic-version=2023-06-01"),
        !"false".equals(options.get("model-in-body")),
        options.get("version-in-body"),
        Long.parseLong(options.getOrDefault("max-tokens", "4096")),
        Pattern.compile(options.getOrDefault("adaptive", NONE)),
        Pattern.compile(options.getOrDefault("no-sampling", NONE)),
        options.getOrDefault("json-schema", "output_config"),
        "aws".equals(options.get("frames")));
  }
}
