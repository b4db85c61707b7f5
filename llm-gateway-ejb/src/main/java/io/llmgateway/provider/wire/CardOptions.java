package io.llmgateway.provider.wire;

import io.llmgateway.catalog.LayerOptions;
import io.llmgateway.provider.auth.Authenticators;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the options of a card, for wires with few of them. All of these have {@code drop}: request
 * fields that the provider does not take, a,b.
 */
public final class CardOptions {
  private static final String DROP = "drop";

  private CardOptions() {}

  /**
   * @throws IllegalArgumentException when an option is neither known nor one of the credentials
   */
  public static void require(String wire, Map<String, String> options, Set<String> known) {
    for (String name : options.keySet()) {
      if (!known.contains(name)
          && !name.equals(DROP)
          && !Authenticators.OPTIONS.contains(name)
          && !LayerOptions.has(name)) {
        throw new IllegalArgumentException(
            "wire " + wire + " has no option " + name + ", but " + new TreeSet<>(known));
      }
    }
  }

  /**
   * @param options of a card
   * @return the request fields that are not sent
   */
  public static Set<String> dropped(Map<String, String> options) {
    String drop = options.get(DROP);
    return drop == null ? Set.of() : Set.of(drop.trim().split("\\s*,\\s*"));
  }

  /**
   * @return the fields that are left
   */
  public static Set<String> without(Set<String> fields, Set<String> dropped) {
    if (dropped.isEmpty()) {
      return fields;
    }
    Set<String> left = new HashSet<>(fields);
    left.removeAll(dropped);
    return left;
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
