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

  private static final String HEAD = "provider,direction,quirk";

  /** The end of a row: tests, of which each is a class and a method, or why there is none. */
  private static final Pattern TESTS_OR_REASON =
      Pattern.compile(",((?:;?\\w+#\\w+)+|\"?exception: [^\"]{20,}\"?)$");

  private static List<String> rows(String file, String head) throws IOException {
    List<String> rows =
        new ArrayList<>(Files.readAllLines(Path.of("src", "test", "resources", file)));
    assertEquals(head, rows.remove(0));
    return rows;
  }

  /**
   * {@code quirks-known.csv} is what the vendors were seen to do; CI compares it with its source.
   */
  @Test
  void leavesOutNoQuirkThatIsKnown() throws IOException {
    List<String> quirks =
        rows("quirks.csv", HEAD + ",test").stream()
            .map(row -> TESTS_OR_REASON.matcher(row).replaceFirst(""))
            .toList();

    List<String> missing = new ArrayList<>(rows("quirks-known.csv", HEAD));
    assertEquals(missing.size(), quirks.size(), "rows");
    missing.removeAll(quirks);
    assertEquals(List.of(), missing);
  }

  @Test
  void namesTestsThatExist() throws IOException {
    Map<String, String> sources = sources();
    for (String row : rows("quirks.csv", HEAD + ",test")) {
      Matcher end = TESTS_OR_REASON.matcher(row);
      assertTrue(end.find(), row);
      if (end.group(1).contains("exception: ")) {
        continue;
      }
      for (String test : end.group(1).split(";")) {
        String[] name = test.split("#");
        String source = sources.get(name[0]);
        assertTrue(source != null, test + " of " + row);
        assertTrue(source.contains("void " + name[1] + "("), test + " of " + row);
      }
    }
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
