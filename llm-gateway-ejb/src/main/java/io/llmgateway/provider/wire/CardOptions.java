package io.llmgateway.provider.wire;

import io.llmgateway.catalog.LayerOptions;
import io.llmgateway.provider.auth.Authenticators;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the options of a card, for wires with few of them. */
public final class CardOptions {
  private CardOptions() {}

  /**
   * @throws IllegalArgumentException when an option is neither known nor one of the credentials
   */
  public static void require(String wire, Map<String, String> options, Set<String> known) {
    for (String name : options.keySet()) {
      if (!known.contains(name)
          && !Authenticators.OPTIONS.contains(name)
          && !LayerOptions.has(name)) {
        throw new IllegalArgumentException(
            "wire " + wire + " has no option " + name + ", but " + new TreeSet<>(known));
      }
    }
  }

  /**
   * @param text {@code a=b,c=d}, or null
   * @throws IllegalArgumentException when it is not of this form
   */
  public static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (text != null) {
      for (String pair : text.split(",")) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("not of the form a=b: " + pair);
        }
        pairs.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
      }
    }
    return pairs;
  }
}
