package io.llmgateway.admin;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Lines of CSV (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe
 * before it; numbers, which are written here and not by a caller, do not.
 */
final class CsvLine {
  private static final String FORMULA = "=+-@\t\r";

  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  CsvLine text(String value) {
    if (value == null || value.isEmpty()) {
      return cell("");
    }
    String safe = FORMULA.indexOf(value.charAt(0)) < 0 ? value : "'" + value;
    boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return cell(plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"");
  }

  CsvLine number(Number value) {
    return cell(value == null ? "" : value.toString());
  }

  /** All digits, no exponent, no idle zeros. */
  CsvLine sum(BigDecimal value) {
    return cell(
        value == null
            ? ""
            : value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
  }

  CsvLine flag(boolean value) {
    return cell(Boolean.toString(value));
  }

  CsvLine end() {
    out.append("\r\n");
    first = true;
    return this;
  }

  /**
   * @return what has been written since the last time
   */
  byte[] take() {
    byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    out.setLength(0);
    return bytes;
  }

  private CsvLine cell(String cell) {
    out.append(first ? "" : ",").append(cell);
    first = false;
    return this;
  }
}
