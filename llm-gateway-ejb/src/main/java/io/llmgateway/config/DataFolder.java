package io.llmgateway.config;

import java.nio.file.Path;

/** The folder for what the gateway keeps itself, {@code gateway.data-dir}. */
public final class DataFolder {
  private static final String NAME = "gateway.data-dir";

  private DataFolder() {}

  /**
   * @return the folder, which need not exist; by default {@code .llm-gateway} in the home folder of
   *     the user that the server runs as
   */
  public static Path of(ConfigView config) {
    return config
        .text(NAME)
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".llm-gateway"));
  }
}
