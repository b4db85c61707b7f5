package io.llmgateway.admin;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A CSV text (RFC 4180) whose first line names the columns. */
final class CsvTable {
  private final String text;
  private int at;
  private int line = 1;

  private CsvTable(String text) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * A line with its values.
   *
   * @param number of the line in the text, from 1
   * @param values by column; empty ones are left out
   */
  record Line(int number, Map<String, String> values) {}

  /**
   * @param known the columns that there may be, in any order
   * @throws ChatException.Final naming the line that can not be read
   */
  static List<Line> read(String text, Set<String> known) {
    return read(
        text,
        header -> {
          if (!known.contains(header) && header.matches(".*[;\t|].*")) {
            throw wrong(1, "values are separated by commas, and not by another sign");
          }
          if (!known.contains(header)) {
            throw wrong(
                1,
                "there is no column '"
                    + header
                    + "'; known are "
                    + String.join(", ", new TreeSet<>(known)));
          }
          return header;
        });
  }

  /**
   * Reads some columns, and leaves all others alone.
   *
   * @param columns what the columns are, by their names in the first line
   * @throws ChatException.Final naming the line that can not be read
   */
  static List<Line> readSome(String text, Map<String, String> columns) {
    return read(text, columns::get);
  }

  /**
   * @param column what a header stands for, or null for a column that is left alone
   */
  private static List<Line> read(String text, UnaryOperator<String> column) {
    CsvTable table = new CsvTable(text);
    List<String> columns = new ArrayList<>();
    table.record().forEach(header -> columns.add(column.apply(header.trim())));
    List<String> taken = columns.stream().filter(Objects::nonNull).toList();
    if (Set.copyOf(taken).size() < taken.size()) {
      throw wrong(1, "a column occurs twice");
    }
    List<Line> lines = new ArrayList<>();
    while (!table.atEnd()) {
      int number = table.line;
      List<String> values = table.record();
      if (values.size() == 1 && values.get(0).isBlank()) {
        continue;
      }
      if (values.size() != columns.size()) {
        throw wrong(
            number, "it has " + values.size() + " values for " + columns.size() + " columns");
      }
      lines.add(new Line(number, named(columns, values)));
    }
    return lines;
  }

  static ChatException.Final wrong(int line, String why) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid line %d: %s.".formatted(line, why), "line " + line);
  }

  private static Map<String, String> named(List<String> columns, List<String> values) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) != null && !values.get(i).isEmpty()) {
        named.put(columns.get(i), values.get(i));
      }
    }
    return named;
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private List<String> record() {
    List<String> values = new ArrayList<>();
    while (true) {
      values.add(!atEnd() && text.charAt(at) == '"' ? quoted() : plain());
      if (atEnd()) {
        return values;
      }
      char end = text.charAt(at++);
      if (end == ',') {
        continue;
      }
      if (end == '\r' && !atEnd() && text.charAt(at) == '\n') {
        at++;
      }
      line++;
      return values;
    }
  }

  private String plain() {
    int start = at;
    while (!atEnd() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '"') {
        throw wrong(line, "a quote stands within a value that is not quoted");
      }
      at++;
    }
    return text.substring(start, at).trim();
  }

  private String quoted() {
    int from = line;
    StringBuilder value = new StringBuilder();
    at++;
    while (true) {
      if (atEnd()) {
        throw wrong(from, "a quoted value does not end");
      }
      char next = text.charAt(at++);
      if (next == '\n') {
        line++;
      }
      if (next != '"') {
        value.append(next);
      } else if (!atEnd() && text.charAt(at) == '"') {
        value.append('"');
        at++;
      } else if (atEnd() || ",\r\n".indexOf(text.charAt(at)) >= 0) {
        return value.toString();
      } else {
        throw wrong(line, "something follows a quoted value");
      }
    }
  }
}
