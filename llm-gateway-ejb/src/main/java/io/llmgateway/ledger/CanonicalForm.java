package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * The text that hashes are made of: one line for each row, so that anybody can make it again from
 * the rows alone. Described for others in docs/ledger-format.md.
 */
final class CanonicalForm {
  /** What the first block of a chain names as its predecessor. */
  static final String NO_HASH = "0".repeat(64);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private CanonicalForm() {}

  /**
   * @param type the first field: what kind of row it is
   * @param row text, whole numbers, booleans, amounts, times in UTC, or null
   * @return one line, without its end
   */
  static String line(String type, Object... row) {
    StringBuilder line = new StringBuilder(64 + 16 * row.length).append(type);
    for (Object field : row) {
      append(line.append('|'), field);
    }
    return line.toString();
  }

  /**
   * @return a value that is not null, as it stands in a line
   */
  static String field(Object value) {
    StringBuilder text = new StringBuilder(32);
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder line, Object field) {
    if (field == null) {
      line.append("\\0");
    } else if (field instanceof BigDecimal amount) {
      if (amount.scale() != Amount.SCALE) {
        throw new IllegalArgumentException(
            "an amount has " + Amount.SCALE + " decimals: " + amount);
      }
      line.append(amount.toPlainString());
    } else if (field instanceof LocalDateTime time) {
      line.append(TIME.format(time.truncatedTo(ChronoUnit.MICROS).toInstant(ZoneOffset.UTC)));
    } else {
      escape(line, field.toString());
    }
  }

  private static void escape(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '|' -> line.append("\\p");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }

  /**
   * @return the fields of a line after its type; null where the row had null
   */
  static String[] fields(String line) {
    String[] parts = line.split("\\|", -1);
    String[] fields = new String[parts.length - 1];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = unescape(parts[i + 1]);
    }
    return fields;
  }

  private static String unescape(String field) {
    if (field.equals("\\0")) {
      return null;
    }
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (field.charAt(i)) {
              case 'p' -> '|';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> '\\';
            };
      }
      text.append(c);
    }
    return text.toString();
  }

  /** SHA-256 over lines, each ended by a line feed. */
  static final class Hash {
    private final MessageDigest digest;

    Hash() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    Hash add(String line) {
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      return this;
    }

    /**
     * @return 64 hexadecimal digits; the hash begins anew
     */
    String end() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
