package io.llmgateway.provider.dashscope;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * path        of text models
 * vision-path of models that see
 * vision      which those are (a regular expression)
 * incremental false: each event of a stream repeats the text so far
 * headers     further headers: Name=value,Name={place}
 * </pre>
 */
record DashScopeOptions(
    String path, String visionPath, Pattern vision, boolean incremental, String headers) {
  private static final Set<String> NAMES =
      Set.of("path", "vision-path", "vision", "incremental", "headers");
  private static final String SERVICES = "/api/v1/services/aigc/";

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static DashScopeOptions of(Map<String, String> options) {
    CardOptions.require("dashscope", options, NAMES);
    return new DashScopeOptions(
        options.getOrDefault("path", SERVICES + "text-generation/generation"),
        options.getOrDefault("vision-path", SERVICES + "multimodal-generation/generation"),
        Pattern.compile(options.getOrDefault("vision", ".*(-vl|vl-|-omni|qvq).*")),
        !"false".equals(options.get("incremental")),
        options.getOrDefault("headers", "X-DashScope-WorkSpace={workspace}"));
  }

  boolean sees(String model) {
    return vision.matcher(model).matches();
  }
}
