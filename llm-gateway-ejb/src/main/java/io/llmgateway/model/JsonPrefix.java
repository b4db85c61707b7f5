package io.llmgateway.model;

/**
 * Follows one JSON object as it is written, and tells how much of it is certain: what is written by
 * the rules so far, without a comma and blanks after which nothing has come yet, for a careless
 * model ends with those.
 *
 * <p>Numbers and words are not looked at letter by letter: who has the whole text parses it.
 */
final class JsonPrefix {
  private enum At {
    BEFORE,
    KEY_OR_END,
    KEY,
    COLON,
    VALUE,
    VALUE_OR_END,
    NEXT,
    PLAIN,
    DONE,
    BROKEN
  }

  private static final int DEEPEST = 500;
  private static final String PLAIN = "0123456789+-.eEtrufalsn";

  private final StringBuilder open = new StringBuilder();
  private At at = At.BEFORE;
  private At afterString = At.NEXT;
  private boolean inString;
  private boolean escaped;
  private int hexDigits;

  /**
   * @param text all that was written
   * @param from where to go on
   * @param certain how much was certain before
   * @return how much is certain now
   */
  int certain(CharSequence text, int from, int certain) {
    int sure = certain;
    for (int i = from; i < text.length() && at != At.BROKEN; i++) {
      char c = text.charAt(i);
      if (inString) {
        string(c);
      } else {
        outside(c);
      }
      boolean held =
          inString
              ? escaped || hexDigits > 0
              : at == At.BROKEN || Character.isWhitespace(c) || c == ',';
      sure = held ? sure : i + 1;
    }
    return sure;
  }

  private void string(char c) {
    if (hexDigits > 0) {
      hexDigits--;
      at = Character.digit(c, 16) < 0 ? At.BROKEN : at;
    } else if (escaped) {
      escaped = false;
      hexDigits = c == 'u' ? 4 : 0;
      at = "\"\\/bfnrtu".indexOf(c) < 0 ? At.BROKEN : at;
    } else if (c == '\\') {
      escaped = true;
    } else if (c == '"') {
      inString = false;
      at = afterString;
    } else if (c < ' ') {
      at = At.BROKEN;
    }
    inString &= at != At.BROKEN;
  }

  private void outside(char c) {
    if (at == At.PLAIN && PLAIN.indexOf(c) >= 0) {
      return;
    }
    at = at == At.PLAIN ? At.NEXT : at;
    if (" \t\r\n".indexOf(c) >= 0) {
      return;
    }
    switch (c) {
      case '"' -> quote();
      case '{', '[' -> begin(c);
      case '}', ']' -> end(c);
      case ',' -> at = at != At.NEXT ? At.BROKEN : inObject() ? At.KEY : At.VALUE;
      case ':' -> at = at == At.COLON ? At.VALUE : At.BROKEN;
      default -> at = value() && "-0123456789tfn".indexOf(c) >= 0 ? At.PLAIN : At.BROKEN;
    }
  }

  private boolean value() {
    return at == At.VALUE || at == At.VALUE_OR_END;
  }

  private boolean inObject() {
    return open.charAt(open.length() - 1) == '{';
  }

  private void quote() {
    boolean key = at == At.KEY || at == At.KEY_OR_END;
    if (!key && !value()) {
      at = At.BROKEN;
      return;
    }
    inString = true;
    afterString = key ? At.COLON : At.NEXT;
  }

  private void begin(char c) {
    boolean root = at == At.BEFORE && c == '{';
    if (!root && !value() || open.length() == DEEPEST) {
      at = At.BROKEN;
      return;
    }
    open.append(c);
    at = c == '{' ? At.KEY_OR_END : At.VALUE_OR_END;
  }

  private void end(char c) {
    boolean object = c == '}';
    boolean empty = at == (object ? At.KEY_OR_END : At.VALUE_OR_END);
    if (at != At.NEXT && !empty || open.isEmpty() || inObject() != object) {
      at = At.BROKEN;
      return;
    }
    open.setLength(open.length() - 1);
    at = open.isEmpty() ? At.DONE : At.NEXT;
  }
}
