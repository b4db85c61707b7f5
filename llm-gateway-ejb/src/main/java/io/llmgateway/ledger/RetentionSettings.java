package io.llmgateway.ledger;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.nio.file.Path;
import java.time.Period;
import java.time.format.DateTimeParseException;

/**
 * How long usage records stay in the database, and where they go then.
 *
 * @param detail how long after its end a month is archived by itself; null for never
 * @param directory where archives are written and read, on a disk that all nodes see; null for
 *     nowhere
 * @param fileSize bytes of CSV in one file, before compression, at the most and about
 */
public record RetentionSettings(Period detail, Path directory, int fileSize) {
  public static final RetentionSettings USUAL = new RetentionSettings(null, null, 256 << 20);

  private static final String DETAIL = "gateway.retention.detail";
  private static final String DIRECTORY = "gateway.retention.archive-directory";
  private static final String FILE_SIZE = "gateway.retention.file-size";
  private static final int LARGEST = 1 << 30;

  /**
   * @throws ConfigException when a value can not be used
   */
  public static RetentionSettings from(ConfigView config) {
    Period detail = config.text(DETAIL).map(RetentionSettings::period).orElse(null);
    Path directory = config.text(DIRECTORY).map(Path::of).orElse(null);
    if (directory != null && !directory.isAbsolute()) {
      throw new ConfigException(DIRECTORY, "must be an absolute path: " + directory);
    }
    if (detail != null && directory == null) {
      throw new ConfigException(DETAIL, "needs " + DIRECTORY);
    }
    int size = config.size(FILE_SIZE, LARGEST).orElse(USUAL.fileSize());
    return new RetentionSettings(detail, directory, size);
  }

  private static Period period(String text) {
    try {
      Period period = Period.parse(text);
      if (!period.isNegative() && !period.isZero()) {
        return period;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new ConfigException(DETAIL, "expected a period such as P13M: " + text);
  }
}
