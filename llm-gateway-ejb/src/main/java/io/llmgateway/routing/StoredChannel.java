package io.llmgateway.routing;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A channel that an operator has made through the admin API.
 *
 * @param settings by the names of the configuration without {@code gateway.channel.<name>.}, such
 *     as {@code base-url}; nothing secret
 * @param secrets the sealed settings, or null when there are none; see {@link SecretBox}
 */
public record StoredChannel(
    String name,
    Map<String, String> settings,
    String secrets,
    Instant createdAt,
    Instant changedAt) {
  public StoredChannel {
    settings = Map.copyOf(settings);
  }

  /**
   * @param opened the settings that {@link #secrets} holds
   * @return all settings as properties
   */
  public Map<String, String> properties(Map<String, String> opened) {
    Map<String, String> properties = new TreeMap<>();
    settings.forEach((setting, value) -> properties.put(property(name, setting), value));
    opened.forEach((setting, value) -> properties.put(property(name, setting), value));
    return properties;
  }

  public static String property(String channel, String setting) {
    return "gateway.channel." + channel + "." + setting;
  }

  /** Names only. */
  @Override
  public String toString() {
    return "StoredChannel[" + name + " " + settings.keySet() + "]";
  }
}
