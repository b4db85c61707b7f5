package io.llmgateway.model;

/** Follows JSON character by character, so far as is needed to see where a value ends. */
final class JsonExtent {
  private int depth;
  private boolean inString;
  private boolean escaped;
  private int strings;

  /**
   * @return true when this character closes the outermost object or array
   */
  boolean accept(char c) {
    if (inString) {
      string(c);
      return false;
    }
    switch (c) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        return depth == 0;
      }
      default -> {
        // a literal, or between the values
      }
    }
    return false;
  }

  private void string(char c) {
    if (escaped) {
      escaped = false;
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '"') {
      inString = false;
      strings++;
    }
  }

  boolean inString() {
    return inString;
  }

  /**
   * @return how many strings have been closed
   */
  int strings() {
    return strings;
  }
}
