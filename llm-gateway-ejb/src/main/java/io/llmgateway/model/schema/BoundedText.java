package io.llmgateway.model.schema;

/**
 * A text that may be looked at so many times only. The patterns are the client's and the texts the
 * model's: together they could keep a thread busy for years.
 */
final class BoundedText implements CharSequence {
  /** The text was looked at too often. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("a pattern takes too long", null, false, false);
    }
  }

  private static final int LOOKS = 200_000;

  private final String text;
  private final int[] looks;

  BoundedText(String text) {
    this(text, new int[] {LOOKS});
  }

  private BoundedText(String text, int[] looks) {
    this.text = text;
    this.looks = looks;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (--looks[0] < 0) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.substring(start, end), looks);
  }

  @Override
  public String toString() {
    return text;
  }
}
