package io.llmgateway;

import jakarta.enterprise.context.ApplicationScoped;

/** The {@link HttpSettings} in force. */
@ApplicationScoped
public class HttpConfiguration {
  private volatile HttpSettings settings = HttpSettings.DEFAULTS;

  public HttpSettings current() {
    return settings;
  }

  /** Puts other settings in force, for requests that arrive from now on. */
  public void apply(HttpSettings changed) {
    settings = changed;
  }
}
