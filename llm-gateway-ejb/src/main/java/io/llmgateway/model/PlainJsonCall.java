package io.llmgateway.model;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a JSON value, maybe in a code fence, is a tool call: told as early as its first key, so
 * that other JSON is not held up.
 */
final class PlainJsonCall {
  enum Verdict {
    MAYBE,
    NO,
    CLOSED
  }

  private static final Set<String> KEYS =
      Set.of("tool_calls", "tool_call", "function_call", "function", "name", "type", "tool", "id");
  private static final Pattern NAME = Pattern.compile("\"(?:name|tool)\"\\s*:\\s*\"([^\"]*)\"$");
  private static final int LONGEST_FENCE_LINE = 24;

  private final Set<String> names;
  private final StringBuilder head = new StringBuilder();
  private final JsonExtent extent = new JsonExtent();
  private boolean fenced;
  private boolean begun;
  private int jsonStart;
  private int length;

  PlainJsonCall(Set<String> names) {
    this.names = names;
  }

  boolean fenced() {
    return fenced;
  }

  /**
   * @param held everything from the first character on
   * @return the JSON without the fence
   */
  String json(CharSequence held) {
    return held.subSequence(Math.min(jsonStart, held.length()), held.length()).toString();
  }

  Verdict accept(char c) {
    length++;
    return begun ? inJson(c) : beforeJson(c);
  }

  private Verdict beforeJson(char c) {
    if (c == '{' || c == '[') {
      String before = head.toString();
      if (!before.isEmpty() && before.indexOf('\n') < 0) {
        return Verdict.NO;
      }
      fenced = !before.isEmpty();
      begun = true;
      jsonStart = length - 1;
      head.setLength(0);
      return inJson(c);
    }
    head.append(c);
    String so = head.toString();
    boolean fence = so.startsWith("```") || "```".startsWith(so);
    int line = so.indexOf('\n');
    boolean blankAfter = line < 0 || so.substring(line).isBlank();
    return fence && blankAfter && so.length() <= LONGEST_FENCE_LINE ? Verdict.MAYBE : Verdict.NO;
  }

  private Verdict inJson(char c) {
    int before = extent.strings();
    boolean closed = extent.accept(c);
    if (extent.strings() < 2) {
      head.append(c);
    }
    if (extent.strings() > before && !possible(before, c)) {
      return Verdict.NO;
    }
    if (closed) {
      return extent.strings() == 0 ? Verdict.NO : Verdict.CLOSED;
    }
    return before == 0 && !opening(c) ? Verdict.NO : Verdict.MAYBE;
  }

  /** Before the first key there are brackets and white space only. */
  private boolean opening(char c) {
    return extent.inString()
        || extent.strings() > 0
        || c == '{'
        || c == '['
        || Character.isWhitespace(c);
  }

  private boolean possible(int stringsBefore, char last) {
    if (stringsBefore == 0) {
      String so = head.toString();
      return KEYS.contains(so.substring(so.indexOf("\"") + 1, so.length() - 1));
    }
    if (stringsBefore == 1) {
      Matcher name = NAME.matcher(head.append(last));
      return !name.find() || names.contains(name.group(1));
    }
    return true;
  }
}
