package io.llmgateway.routing;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operators say of a public model through the admin API.
 *
 * @param settings by the names of the configuration without {@code gateway.model.<model>.}, such as
 *     {@code context-window}
 */
public record StoredModel(
    String model, Map<String, String> settings, Instant createdAt, Instant changedAt) {
  public StoredModel {
    settings = Map.copyOf(settings);
  }

  /**
   * @return the settings as properties
   */
  public Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    settings.forEach((setting, value) -> properties.put(property(model, setting), value));
    return properties;
  }

  public static String property(String model, String setting) {
    return "gateway.model." + model + "." + setting;
  }
}
