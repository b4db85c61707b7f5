package io.llmgateway.provider.transport;

import io.llmgateway.chat.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The facts of {@code outcomes.txt}: which word of a provider means what. */
final class OutcomeTable {
  static final OutcomeTable STANDARD = read("outcomes.txt");

  private static final int MAX_MESSAGE = 2_000;

  /** In quotes that are no apostrophes. */
  private static final Pattern QUOTED =
      Pattern.compile("(?<!\\w)(?:'[^']*'|\"[^\"]*\"|`[^`]*`)(?!\\w)");

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final Map<String, Map<String, Outcome>> exact = new HashMap<>();
  private final Map<String, Outcome> phrases = new LinkedHashMap<>();
  private final Map<String, Outcome> partsOfCodes = new LinkedHashMap<>();

  private OutcomeTable(List<String> lines) {
    for (String line : lines) {
      add(line);
    }
  }

  private static OutcomeTable read(String resource) {
    try (InputStream in = OutcomeTable.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line);
        }
      }
      return new OutcomeTable(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    String[] columns = line.split("\\|", 3);
    if (columns.length != 3) {
      throw new IllegalStateException("outcomes.txt: not three columns: " + line);
    }
    String kind = columns[0].trim();
    Outcome outcome = Outcome.valueOf(columns[1].trim());
    for (String value : columns[2].split(",")) {
      String key = value.trim().toLowerCase(Locale.ROOT);
      Map<String, Outcome> target =
          switch (kind) {
            case "message" -> phrases;
            case "code-part" -> partsOfCodes;
            default -> exact.computeIfAbsent(kind, k -> new HashMap<>());
          };
      if (target.putIfAbsent(key, outcome) != null) {
        throw new IllegalStateException("outcomes.txt: " + kind + " " + key + " stands twice");
      }
    }
  }

  /**
   * @param kind the table's first column
   * @return null when the table does not know the value
   */
  Outcome exact(String kind, String value) {
    Map<String, Outcome> values = exact.get(kind);
    return values == null || value == null ? null : values.get(value);
  }

  /**
   * Looks a code such as {@code RateLimitExceeded.EndpointRPMExceeded} up: whole, then without its
   * last parts, then by what it contains.
   */
  Outcome code(String code) {
    Outcome outcome = dotted("code", code);
    return outcome == null ? contained(partsOfCodes, code) : outcome;
  }

  Outcome weakCode(String code) {
    return dotted("weak", code);
  }

  private Outcome dotted(String kind, String code) {
    String key = code.toLowerCase(Locale.ROOT);
    Outcome outcome = exact(kind, key);
    if (outcome == null && exact("weak", key) != null) {
      return null; // known whole, so it is not what it would be without its last part
    }
    for (int dot = key.lastIndexOf('.'); outcome == null && dot > 0; ) {
      key = key.substring(0, dot);
      outcome = exact(kind, key);
      dot = key.lastIndexOf('.');
    }
    return outcome;
  }

  /**
   * @param message may quote what the client sent, which says nothing about the provider
   */
  Outcome message(String message) {
    if (message == null) {
      return null;
    }
    String words = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    String own = QUOTED.matcher(words).replaceAll(" ");
    return contained(phrases, SPACES.matcher(own).replaceAll(" "));
  }

  private static Outcome contained(Map<String, Outcome> parts, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Outcome> part : parts.entrySet()) {
      if (lower.contains(part.getKey())) {
        return part.getValue();
      }
    }
    return null;
  }
}
