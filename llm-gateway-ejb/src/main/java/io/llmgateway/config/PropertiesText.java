package io.llmgateway.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The properties of a file in the format of {@link Properties}, in UTF-8, each with the number of
 * the line where it starts. Where a name stands twice the later one counts, as in {@link
 * Properties}.
 *
 * @param values value by name
 * @param lines line by name, from 1
 */
record PropertiesText(Map<String, String> values, Map<String, Integer> lines) {
  static final PropertiesText EMPTY = new PropertiesText(Map.of(), Map.of());

  PropertiesText {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    lines = Map.copyOf(lines);
  }

  /** What is wrong with the text of a file, and where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(int line, String reason) {
      super("line " + line + ": " + reason);
    }
  }

  /**
   * @throws Malformed when the bytes are not UTF-8, or an escape is broken
   */
  static PropertiesText parse(byte[] bytes) throws Malformed {
    List<String> natural = decode(bytes).lines().toList();
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (int i = 0; i < natural.size(); i++) {
      int first = i;
      StringBuilder logical = new StringBuilder(natural.get(i));
      if (!isComment(logical)) {
        while (continues(logical) && i + 1 < natural.size()) {
          logical.append('\n').append(natural.get(++i));
        }
      }
      for (Map.Entry<String, String> property : load(first + 1, logical.toString())) {
        values.put(property.getKey(), property.getValue());
        lines.put(property.getKey(), first + 1);
      }
    }
    return new PropertiesText(values, lines);
  }

  private static String decode(byte[] bytes) throws Malformed {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new Malformed(line, "not UTF-8");
    }
  }

  private static boolean isComment(CharSequence line) {
    String start = line.toString().stripLeading();
    return start.startsWith("#") || start.startsWith("!");
  }

  private static boolean continues(CharSequence line) {
    int backslashes = 0;
    for (int i = line.length() - 1; i >= 0 && line.charAt(i) == '\\'; i--) {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static List<Map.Entry<String, String>> load(int line, String logical) throws Malformed {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(logical));
    } catch (IllegalArgumentException e) {
      throw new Malformed(line, "broken \\u escape");
    } catch (IOException e) {
      throw new Malformed(line, "can not be read");
    }
    List<Map.Entry<String, String>> found = new ArrayList<>();
    properties.forEach((k, v) -> found.add(Map.entry((String) k, (String) v)));
    return found;
  }
}
