package io.llmgateway.provider.wenxin;

import io.llmgateway.provider.wire.CardOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How one provider of this wire differs, read from its card:
 *
 * <pre>
 * suffixes  what stands at the end of the path for a model: ERNIE-4.0-8K=completions_pro; a model
 *           that is not listed has its name in small letters there
 * </pre>
 */
record WenxinOptions(Map<String, String> suffixes) {

  /**
   * @throws IllegalArgumentException when an option is unknown or can not be read
   */
  static WenxinOptions of(Map<String, String> options) {
    CardOptions.require("wenxin", options, Set.of("suffixes"));
    return new WenxinOptions(CardOptions.pairs(options.get("suffixes")));
  }

  String suffix(String model) {
    return suffixes.getOrDefault(model, model.toLowerCase(Locale.ROOT));
  }
}
