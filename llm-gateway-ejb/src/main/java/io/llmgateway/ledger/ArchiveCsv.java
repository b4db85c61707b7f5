package io.llmgateway.ledger;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Usage records as CSV (RFC 4180), so that each can be read back as it was to the last character:
 * text is always in quotes, null is empty without quotes, everything else is in the words of {@link
 * CanonicalForm}.
 */
final class ArchiveCsv {
  /** Two columns say where a record is sealed; then those of the line {@code U}. */
  static final String HEADER = "chain,block," + LedgerRows.RECORD.columns().replace(", ", ",");

  /** What the gateway writes is far shorter. */
  private static final int LONGEST_FIELD = 1 << 16;

  private static final int END = -1;

  private final Reader in;
  private final StringBuilder field = new StringBuilder();
  private boolean quoted;
  private int last;
  private long line;

  /**
   * @param in from its beginning; should be buffered
   */
  ArchiveCsv(Reader in) {
    this.in = in;
  }

  /** A row, without the end of its line. */
  static String line(Object[] values) {
    StringBuilder line = new StringBuilder(512);
    for (Object value : values) {
      line.append(line.isEmpty() ? "" : ",");
      if (value instanceof String text) {
        line.append('"').append(text.replace("\"", "\"\"")).append('"');
      } else if (value != null) {
        line.append(CanonicalForm.field(value));
      }
    }
    return line.toString();
  }

  /**
   * @return the fields of the next row, null for those without a value; null after the last row
   * @throws IOException when it is not CSV as {@link #line} writes it
   */
  List<String> next() throws IOException {
    line++;
    List<String> row = new ArrayList<>(40);
    do {
      readField();
      if (row.isEmpty() && last == END && field.isEmpty() && !quoted) {
        return null;
      }
      row.add(field.isEmpty() && !quoted ? null : field.toString());
    } while (last == ',');
    if (last == END) {
      throw new IOException("the last line has no end");
    }
    return row;
  }

  /** The number of the row that was read last, from 1 for the header. */
  long line() {
    return line;
  }

  private void readField() throws IOException {
    field.setLength(0);
    last = in.read();
    quoted = last == '"';
    if (quoted) {
      readQuoted();
    } else {
      while (last != ',' && last != '\n' && last != END) {
        append(last);
        last = in.read();
      }
    }
  }

  private void readQuoted() throws IOException {
    while (true) {
      int c = in.read();
      if (c == END) {
        throw new IOException("a quote is not closed");
      }
      if (c == '"') {
        last = in.read();
        if (last != '"') {
          break;
        }
      }
      append(c);
    }
    if (last != ',' && last != '\n') {
      throw new IOException("text after a closing quote");
    }
  }

  private void append(int c) throws IOException {
    if (field.length() == LONGEST_FIELD) {
      throw new IOException("a field is too long");
    }
    field.append((char) c);
  }
}
