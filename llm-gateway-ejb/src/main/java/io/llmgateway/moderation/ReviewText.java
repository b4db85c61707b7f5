package io.llmgateway.moderation;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Text as a database of any kind takes it: bounded, in pieces, without what some refuse. */
public final class ReviewText {
  /** What one row takes, in characters. */
  static final int PIECE = 4_000;

  private static final char REPLACEMENT = '\uFFFD';

  private ReviewText() {}

  /**
   * @return the text without NUL and halves of characters, cut at so many characters
   */
  public static String clean(CharSequence text, int longest) {
    int end = Math.min(text.length(), longest);
    StringBuilder clean = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return clean.toString();
  }

  /**
   * @param text a clean one
   * @return at least none; no character is cut in two
   */
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + PIECE);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  /** Keeps the beginning of what is written, and drops the rest. */
  public static final class Beginning extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int longest;
    private boolean more;

    public Beginning(int longest) {
      this.longest = longest;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
      int taken = Math.min(length, longest - text.length());
      text.append(chars, offset, taken);
      more |= taken < length;
    }

    /** Whether something was dropped. */
    public boolean more() {
      return more;
    }

    @Override
    public String toString() {
      return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
