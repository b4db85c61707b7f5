package io.llmgateway.catalog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Wire options that hold for some models of a provider only: {@code "drop@o1*,o3*": "temperature"}
 * stands in for {@code drop} where the model's name matches. A star stands for any characters;
 * upper and lower case are the same. Of several that match, the longest pattern counts.
 */
final class ModelOptions {
  private static final char AT = '@';

  private ModelOptions() {}

  /**
   * @return the options as they hold for the model, none with an at sign; the same map when it has
   *     none
   */
  static Map<String, String> of(Map<String, String> options, String model) {
    if (options.keySet().stream().noneMatch(name -> name.indexOf(AT) >= 0)) {
      return options;
    }
    Map<String, String> found = new HashMap<>();
    Map<String, Integer> lengths = new HashMap<>();
    String name = model.toLowerCase(Locale.ROOT);
    options.forEach(
        (option, value) -> {
          int at = option.indexOf(AT);
          int length = at < 0 ? 0 : longest(option.substring(at + 1), name);
          String own = name(option);
          if (length >= 0 && length >= lengths.getOrDefault(own, 0)) {
            found.put(own, value);
            lengths.put(own, length);
          }
        });
    return Map.copyOf(found);
  }

  /**
   * @return the option's own name, without the models that it is for
   */
  static String name(String option) {
    int at = option.indexOf(AT);
    return at < 0 ? option : option.substring(0, at);
  }

  /**
   * @return the length of the longest of the patterns that match, or -1
   */
  private static int longest(String patterns, String model) {
    int longest = -1;
    for (String pattern : patterns.split(",")) {
      String trimmed = pattern.trim().toLowerCase(Locale.ROOT);
      if (matches(trimmed, model)) {
        longest = Math.max(longest, trimmed.length());
      }
    }
    return longest;
  }

  private static boolean matches(String pattern, String model) {
    String[] pieces = pattern.split("\\*", -1);
    if (pieces.length == 1) {
      return pattern.equals(model);
    }
    String last = pieces[pieces.length - 1];
    if (!model.startsWith(pieces[0]) || !model.endsWith(last)) {
      return false;
    }
    int at = pieces[0].length();
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = model.indexOf(pieces[i], at);
      if (found < 0) {
        return false;
      }
      at = found + pieces[i].length();
    }
    return at <= model.length() - last.length();
  }
}
