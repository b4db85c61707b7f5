package io.llmgateway.model.json;

/**
 * Follows the brackets and strings of a document, character by character, and knows where it ends.
 * Whether it is JSON in between is for a reader to say.
 */
final class JsonScan {
  private int depth;
  private boolean text;
  private boolean escaped;

  /**
   * @return true when this character is the document's last
   */
  boolean ends(char c) {
    if (text) {
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        text = false;
      }
      return false;
    }
    switch (c) {
      case '"' -> text = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
    return depth == 0;
  }
}
