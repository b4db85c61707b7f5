package io.llmgateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code quirks.csv}: each known quirk of a vendor, and the test that covers it, or why none does.
 */
class QuirksTest {
  private static final Path TESTS = Path.of("src", "test", "java");

  /** Fewer would be a step back: raise it with each quirk that gets its test. */
  private static final int COVERED = 131;

  private static List<String> rows() throws IOException {
    List<String> rows =
        new ArrayList<>(Files.readAllLines(Path.of("src", "test", "resources", "quirks.csv")));
    assertEquals("provider,direction,quirk,test", rows.remove(0));
    return rows;
  }

  @Test
  void namesTestsThatExist() throws IOException {
    Map<String, String> sources = sources();
    Pattern named = Pattern.compile(",(\\w+)#(\\w+)$");
    int covered = 0;
    for (String row : rows()) {
      Matcher test = named.matcher(row);
      if (test.find()) {
        String source = sources.get(test.group(1));
        assertTrue(source != null, row);
        assertTrue(source.contains("void " + test.group(2) + "("), row);
        covered++;
      } else {
        assertTrue(row.matches(".*,\"?(open|exception: ).*"), row);
      }
    }
    assertTrue(covered >= COVERED, covered + " are covered");
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  QuirksTest::read,
                  (one, other) -> one + other));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
