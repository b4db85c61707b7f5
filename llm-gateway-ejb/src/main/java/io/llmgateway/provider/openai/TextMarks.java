package io.llmgateway.provider.openai;

import java.util.List;

/**
 * Takes marks out of a text that comes in pieces. No more is held back than what may become a mark.
 */
final class TextMarks {
  private final List<String> marks;
  private String held = "";

  /**
   * @param marks none of them empty
   */
  TextMarks(List<String> marks) {
    this.marks = marks;
  }

  /**
   * @return what can go on of the text so far, maybe empty
   */
  String accept(String piece) {
    String text = held + piece;
    for (String mark : marks) {
      text = text.replace(mark, "");
    }
    int kept = begun(text);
    held = text.substring(text.length() - kept);
    return text.substring(0, text.length() - kept);
  }

  /**
   * @return what was held back
   */
  String end() {
    String rest = held;
    held = "";
    return rest;
  }

  /**
   * @return how many characters at the end may be the beginning of a mark
   */
  private int begun(String text) {
    int most = 0;
    for (String mark : marks) {
      for (int n = Math.min(mark.length() - 1, text.length()); n > most; n--) {
        if (text.endsWith(mark.substring(0, n))) {
          most = n;
        }
      }
    }
    return most;
  }
}
