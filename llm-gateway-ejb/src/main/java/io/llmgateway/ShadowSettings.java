package io.llmgateway;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;

/**
 * Who pays for requests that a second model answers unseen, and how many there may be at a time.
 *
 * @param key the name of an API key, or null: nothing is sent twice then
 * @param concurrent from 1 to 1,000
 */
record ShadowSettings(String key, int concurrent) {
  static final ShadowSettings OFF = new ShadowSettings(null, 4);

  private static final String KEY = "gateway.shadow.key";
  private static final String CONCURRENT = "gateway.shadow.max-concurrent";

  static ShadowSettings from(ConfigView view) {
    int concurrent = view.integer(CONCURRENT).orElse(OFF.concurrent);
    if (concurrent < 1 || concurrent > 1_000) {
      throw new ConfigException(CONCURRENT, "must be from 1 to 1000: " + concurrent);
    }
    return new ShadowSettings(view.text(KEY).orElse(null), concurrent);
  }
}
