package io.llmgateway.model.json;

import java.util.function.Consumer;

/**
 * Takes an object out of a text as it arrives, cut anywhere: what stands before it and after it is
 * left out. An object begins with a brace that a quote or a closing brace follows, for there are
 * braces in prose.
 */
final class JsonFollower {
  private enum At {
    BEFORE,
    INSIDE,
    AFTER
  }

  private final StringBuilder document = new StringBuilder();
  private final StringBuilder brace = new StringBuilder(2);
  private JsonScan scan = new JsonScan();
  private At at = At.BEFORE;

  /**
   * @param out takes the part of the object that became known; never empty
   */
  void accept(String text, Consumer<String> out) {
    int from = document.length();
    for (int i = 0; i < text.length() && at != At.AFTER; i++) {
      if (at == At.BEFORE) {
        before(text.charAt(i));
      } else {
        inside(text.charAt(i));
      }
    }
    if (document.length() > from) {
      out.accept(document.substring(from));
    }
  }

  private void before(char c) {
    if (brace.length() > 0 && Character.isWhitespace(c)) {
      brace.append(c);
      return;
    }
    if (brace.length() > 0 && (c == '"' || c == '}')) {
      at = At.INSIDE;
      scan = new JsonScan();
      for (int i = 0; i < brace.length(); i++) {
        inside(brace.charAt(i));
      }
      inside(c);
      return;
    }
    brace.setLength(0);
    if (c == '{') {
      brace.append(c);
    }
  }

  private void inside(char c) {
    document.append(c);
    if (scan.ends(c)) {
      at = At.AFTER;
    }
  }

  boolean began() {
    return at != At.BEFORE;
  }

  /**
   * @return what has been given out, complete or not
   */
  String document() {
    return document.toString();
  }
}
