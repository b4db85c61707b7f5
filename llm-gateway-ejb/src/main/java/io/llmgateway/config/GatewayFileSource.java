package io.llmgateway.config;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The operator's {@code .properties} file as a source of MicroProfile Config: the file that {@code
 * -Dgateway.config.file} or the environment variable {@code GATEWAY_CONFIG_FILE} names, in UTF-8.
 *
 * <p>Each class loader of the EAR has its own {@code Config} with its own instance of this class;
 * they share one file, so that all of them see a change at the same moment, or not at all.
 */
public final class GatewayFileSource implements ConfigSource {
  /** Between system properties (400) and Open Liberty's {@code <variable>} (500). */
  public static final int ORDINAL = 450;

  static final ConfigFile FILE =
      ConfigFile.named(
          System.getProperty("gateway.config.file"), System.getenv("GATEWAY_CONFIG_FILE"));

  private final ConfigFile file;

  /** For {@code ServiceLoader}. */
  public GatewayFileSource() {
    this(FILE);
  }

  GatewayFileSource(ConfigFile file) {
    this.file = file;
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Map<String, String> getProperties() {
    return file.values();
  }

  @Override
  public Set<String> getPropertyNames() {
    return file.values().keySet();
  }

  @Override
  public String getValue(String name) {
    return file.values().get(name);
  }

  @Override
  public String getName() {
    return "gateway configuration file";
  }
}
