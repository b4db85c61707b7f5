package io.llmgateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The {@code .properties} file that the operator named, and what of it is in force: what stands on
 * the disk counts only when it has been {@linkplain #use taken over}. Safe for use by many threads.
 */
final class ConfigFile {
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private final Path path;
  private volatile Contents current;

  /** A file that was read. */
  record Contents(byte[] bytes, PropertiesText text) {
    boolean sameAs(Contents other) {
      return other != null && Arrays.equals(bytes, other.bytes);
    }
  }

  /** Why a file can not be used; the message is one line without the file's path. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason);
    }
  }

  /**
   * @param path null when the operator named none: then there is no property in it
   */
  ConfigFile(Path path) {
    this.path = path;
  }

  /**
   * @return the file that {@code -Dgateway.config.file} or else the environment variable {@code
   *     GATEWAY_CONFIG_FILE} names
   */
  static ConfigFile named(String systemProperty, String variable) {
    String name = systemProperty == null || systemProperty.isBlank() ? variable : systemProperty;
    return new ConfigFile(name == null || name.isBlank() ? null : Path.of(name.trim()));
  }

  boolean exists() {
    return path != null;
  }

  Path path() {
    if (path == null) {
      throw new NoSuchElementException("no configuration file is named");
    }
    return path;
  }

  /**
   * @return what is on the disk now, parsed
   * @throws Unusable when it is missing, too large, unreadable, or not in the format
   */
  Contents read() throws Unusable {
    return parse(readBytes());
  }

  byte[] readBytes() throws Unusable {
    try {
      if (Files.size(path()) > MOST_BYTES) {
        throw new Unusable("larger than 16 MiB");
      }
      return Files.readAllBytes(path());
    } catch (NoSuchFileException e) {
      throw new Unusable("no such file");
    } catch (IOException e) {
      throw new Unusable("can not be read: " + e.getClass().getSimpleName());
    }
  }

  static Contents parse(byte[] bytes) throws Unusable {
    try {
      return new Contents(bytes, PropertiesText.parse(bytes));
    } catch (PropertiesText.Malformed e) {
      throw new Unusable(e.getMessage());
    }
  }

  /**
   * Puts contents in force, for this and every later reader.
   *
   * @return what was in force before
   */
  synchronized Contents use(Contents next) {
    Contents before = current;
    current = next;
    return before;
  }

  /**
   * @return what is in force, or null when nothing could be read so far
   */
  Contents current() {
    if (current == null && exists()) {
      readFirst();
    }
    return current;
  }

  private synchronized void readFirst() {
    if (current == null) {
      try {
        current = read();
      } catch (Unusable e) {
        // reported by whoever reads the file to start with it: a source of MicroProfile Config that
        // throws would take the whole server's configuration down
        return;
      }
    }
  }

  Map<String, String> values() {
    Contents contents = current();
    return contents == null ? Map.of() : contents.text().values();
  }

  /**
   * @return the line of the property, or else the first of those that belong to the same thing; 0
   *     when the file says nothing of it
   */
  static int lineOf(Contents contents, String name) {
    Map<String, Integer> lines = contents.text().lines();
    if (lines.containsKey(name)) {
      return lines.get(name);
    }
    int line = firstLine(lines, name + ".");
    return line > 0 || name.indexOf('.') < 0
        ? line
        : firstLine(lines, name.substring(0, name.lastIndexOf('.') + 1));
  }

  private static int firstLine(Map<String, Integer> lines, String prefix) {
    return lines.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .mapToInt(Map.Entry::getValue)
        .min()
        .orElse(0);
  }
}
