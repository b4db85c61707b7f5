package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Which share of the users gets which model in place of the one they ask for; the rest keeps what
 * it asks for. A user always has the same place between 0 and 100 percent, so that raising a share
 * moves nobody who is in it.
 *
 * @param arms in the order of the configuration
 */
public record TrafficSplit(List<Arm> arms) {
  public static final TrafficSplit NONE = new TrafficSplit(List.of());

  private static final int WHOLE = 10_000;

  /**
   * @param share in hundredths of a percent, from 0 to 10,000
   */
  public record Arm(String model, int share) {}

  public TrafficSplit {
    arms = List.copyOf(arms);
  }

  /**
   * @param name the property: {@code other:10,third:2.5}
   * @throws ConfigException when it can not be read, or is more than all
   */
  static TrafficSplit from(ConfigView view, String name) {
    List<Arm> arms = new ArrayList<>();
    Set<String> models = new HashSet<>();
    int all = 0;
    for (String entry : view.list(name)) {
      int colon = entry.lastIndexOf(':');
      if (colon < 1 || !entry.substring(colon + 1).trim().matches("\\d{1,3}(\\.\\d{1,2})?")) {
        throw new ConfigException(name, "not of the form model:percent: " + entry);
      }
      BigDecimal percent = new BigDecimal(entry.substring(colon + 1).trim());
      Arm arm = new Arm(entry.substring(0, colon).trim(), percent.movePointRight(2).intValue());
      all += arm.share();
      if (!models.add(arm.model()) || all > WHOLE) {
        throw new ConfigException(
            name, all > WHOLE ? "is more than 100 percent" : "names " + arm.model() + " twice");
      }
      arms.add(arm);
    }
    return new TrafficSplit(arms);
  }

  /**
   * @param salt so that different splits share differently: the requested model
   * @return the model that this user gets, or null for the requested one
   */
  String modelFor(String salt, String user) {
    if (arms.isEmpty()) {
      return null;
    }
    CRC32 hash = new CRC32();
    hash.update((salt + '\n' + user).getBytes(StandardCharsets.UTF_8));
    long place = hash.getValue() * WHOLE >>> 32;
    for (Arm arm : arms) {
      place -= arm.share();
      if (place < 0) {
        return arm.model();
      }
    }
    return null;
  }
}
