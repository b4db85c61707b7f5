package io.llmgateway.admission;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.config.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret under which API keys are digested: {@code gateway.key-digest.secret}, which all nodes
 * of one database share, or else a file in the data folder that is made at the first start.
 */
final class DigestSecret {
  static final String NAME = "gateway.key-digest.secret";
  private static final String FILE = "key-digest.secret";
  private static final int BYTES = 32;

  private DigestSecret() {}

  static byte[] from(ConfigView config) {
    return config
        .text(NAME)
        .map(
            text -> {
              if (text.length() < BYTES) {
                throw new ConfigException(NAME, "has fewer than " + BYTES + " characters");
              }
              return text.getBytes(StandardCharsets.UTF_8);
            })
        .orElseGet(() -> fromFile(DataFolder.of(config).resolve(FILE)));
  }

  private static byte[] fromFile(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        Files.writeString(file, HexFormat.of().formatHex(fresh), StandardOpenOption.CREATE_NEW);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
      return Files.readString(file).trim().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the secret for digesting API keys can be neither read nor written; set " + NAME, e);
    }
  }
}
