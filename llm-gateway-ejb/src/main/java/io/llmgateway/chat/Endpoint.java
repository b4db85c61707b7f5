package io.llmgateway.chat;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

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
  public Endpoint {
    Objects.requireNonNull(channel);
    Objects.requireNonNull(baseUrl);
    Objects.requireNonNull(timeouts);
    options = Map.copyOf(options);
  }

  /** Without the credential, so that it can not reach a log. */
  @Override
  public String toString() {
    return "Endpoint[" + channel + " " + baseUrl + "]";
  }
}
