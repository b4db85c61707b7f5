package io.llmgateway;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;

/**
 * How sick channels are probed.
 *
 * @param interval between two probes of the same key or model; zero for none
 * @param prompt what is asked
 * @param maxTokens of the answer, from 1 to 1,000
 */
public record ProbeSettings(Duration interval, String prompt, int maxTokens) {
  public static final ProbeSettings DEFAULT = new ProbeSettings(Duration.ofMinutes(1), "ping", 1);

  private static final String INTERVAL = "gateway.probe.interval";
  private static final String PROMPT = "gateway.probe.prompt";
  private static final String MAX_TOKENS = "gateway.probe.max-tokens";
  private static final int MOST_TOKENS = 1_000;
  private static final int LONGEST_PROMPT = 1_000;

  /**
   * @throws ConfigException naming the property that can not be used
   */
  static ProbeSettings from(ConfigView view) {
    Duration interval = view.duration(INTERVAL).orElse(DEFAULT.interval());
    boolean often = interval.compareTo(Duration.ofSeconds(1)) < 0;
    if (often && !interval.isZero() || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw new ConfigException(
          INTERVAL, "must be PT0S for none, or from PT1S to P1D: " + interval);
    }
    String prompt = view.text(PROMPT).orElse(DEFAULT.prompt());
    if (prompt.length() > LONGEST_PROMPT) {
      throw new ConfigException(PROMPT, "must have at most " + LONGEST_PROMPT + " characters");
    }
    int maxTokens = view.integer(MAX_TOKENS).orElse(DEFAULT.maxTokens());
    if (maxTokens < 1 || maxTokens > MOST_TOKENS) {
      throw new ConfigException(MAX_TOKENS, "must be from 1 to " + MOST_TOKENS + ": " + maxTokens);
    }
    return new ProbeSettings(interval, prompt, maxTokens);
  }

  boolean off() {
    return interval.isZero();
  }
}
