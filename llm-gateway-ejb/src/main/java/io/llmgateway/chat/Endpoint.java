package io.llmgateway.chat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where and how one channel reaches its provider.
 *
 * @param channel the channel's name
 * @param baseUrl the address to which paths such as {@code /chat/completions} are appended, without
 *     a trailing slash
 * @param apiKey the credential for this attempt, or null when the provider needs none
 * @param timeouts how long to wait for what
 * @param options provider-specific settings of the channel ({@code group-id}, {@code region}, ...)
 */
public record Endpoint(
    String channel, URI baseUrl, String apiKey, Timeouts timeouts, Map<String, String> options) {
  /** Options that are credentials. */
  public static final Set<String> SECRET_OPTIONS = Set.of("secret-key", "session-token");

  public Endpoint {
    Objects.requireNonNull(channel);
    Objects.requireNonNull(baseUrl);
    Objects.requireNonNull(timeouts);
    options = Map.copyOf(options);
  }

  /**
   * @return every part of the credential that must not show in a message
   */
  public List<String> secrets() {
    List<String> secrets = new ArrayList<>(1);
    if (apiKey != null) {
      secrets.add(apiKey);
      int joint = apiKey.indexOf(':') < 0 ? apiKey.indexOf('.') : apiKey.indexOf(':');
      if (joint > 0) {
        secrets.add(apiKey.substring(joint + 1));
        secrets.add(apiKey.substring(0, joint));
      }
    }
    for (String name : SECRET_OPTIONS) {
      if (options.containsKey(name)) {
        secrets.add(options.get(name));
      }
    }
    return secrets;
  }

  /** Without the credential, so that it can not reach a log. */
  @Override
  public String toString() {
    return "Endpoint[" + channel + " " + baseUrl + "]";
  }
}
