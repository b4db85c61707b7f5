package io.llmgateway.config;

/** A configuration value that can not be used; the message is one line that names it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /**
   * @param name the property's full name
   * @param reason what is wrong with it, without the value when it may be a secret
   */
  public ConfigException(String name, String reason) {
    super(name + ": " + reason);
    this.name = name;
  }

  /**
   * @return the full name of the property at fault
   */
  public String name() {
    return name;
  }
}
