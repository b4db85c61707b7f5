package io.llmgateway.model;

/** The characters and words of careless JSON. */
final class LenientText {
  private final String text;
  private int at;

  LenientText(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return text.charAt(at);
  }

  void advance() {
    at++;
  }

  boolean took(char c) {
    if (atEnd() || peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Goes over white space and comments. */
  void skip() {
    while (!atEnd()) {
      if (Character.isWhitespace(peek()) || peek() == '\u00A0') {
        at++;
      } else if (text.startsWith("//", at)) {
        goAfter("\n");
      } else if (text.startsWith("/*", at)) {
        goAfter("*/");
      } else {
        return;
      }
    }
  }

  private void goAfter(String mark) {
    int end = text.indexOf(mark, at + 2);
    at = end < 0 ? text.length() : end + mark.length();
  }

  /**
   * @return letters, digits and the signs of numbers and names up to the next other character
   */
  String word() {
    int start = at;
    while (!atEnd() && (Character.isLetterOrDigit(peek()) || "_$+-.".indexOf(peek()) >= 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  /**
   * Reads a string in either kind of quotes; line breaks may stand in it as they are.
   *
   * @return null when it does not end
   */
  String string() {
    char quote = peek();
    StringBuilder out = new StringBuilder();
    at++;
    while (!atEnd()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return out.toString();
      }
      if (c == '\\') {
        if (atEnd()) {
          return null;
        }
        escape(text.charAt(at++), out);
      } else {
        out.append(c);
      }
    }
    return null;
  }

  private void escape(char c, StringBuilder out) {
    switch (c) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case '"', '\'', '\\', '/' -> out.append(c);
      case 'u' -> unicode(out);
      case '\n' -> {
        // Python's line continuation
      }
      // a path or a regular expression whose backslash was not doubled
      default -> out.append('\\').append(c);
    }
  }

  private void unicode(StringBuilder out) {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
      if (digit < 0) {
        out.append("\\u");
        return;
      }
      code = code * 16 + digit;
    }
    out.append((char) code);
    at += 4;
  }
}
