package io.llmgateway.model.reasoning;

import java.util.List;
import java.util.function.Consumer;

/**
 * Splits a text that comes in parts, cut anywhere, into reasoning and answer.
 *
 * <p>Reasoning stands between tags at the beginning of the text; several such blocks may follow
 * each other. A tag later in the answer is the answer's own: somebody may be asking about tags.
 * Reasoning that is never closed is reasoning to the end. Blanks around tags are left out.
 */
final class ThinkTags {
  /** DeepSeek R1, Qwen, MiniMax, GLM: think; ByteDance's Seed-OSS: seed:think. */
  private static final List<String> NAMES = List.of("think", "seed:think");

  /** A part of the text; never empty. */
  record Part(boolean reasoning, String text) {}

  private enum At {
    BEGINNING,
    REASONING,
    ANSWER
  }

  private final StringBuilder held = new StringBuilder();
  private At at = At.BEGINNING;
  private String closing = "</" + NAMES.get(0) + ">";
  private boolean begins;
  private boolean reasoned;
  private boolean wrote;

  /** So much of what is held is known to be blank: it is not looked at again with each part. */
  private int blanks;

  /**
   * @param begins whether the text begins with reasoning although no tag opens it
   */
  ThinkTags(boolean begins) {
    this.begins = begins;
  }

  /** Whether nothing more is looked for. */
  boolean answering() {
    return at == At.ANSWER && held.isEmpty();
  }

  /** The reasoning came on another way. */
  void answerBegan() {
    if (held.isEmpty()) {
      at = At.ANSWER;
    }
  }

  void accept(String text, Consumer<Part> out) {
    held.append(text);
    boolean more = true;
    while (more && !held.isEmpty()) {
      more =
          switch (at) {
            case BEGINNING -> beginning(out);
            case REASONING -> reasoning(out);
            case ANSWER -> answer(out);
          };
    }
  }

  /** There is no more text. */
  void end(Consumer<Part> out) {
    if (at == At.REASONING || begins && !held.toString().isBlank()) {
      emit(true, withoutBlanksAtEnd(held.length()), out);
    } else if (!reasoned || !held.toString().isBlank()) {
      emit(false, held.length(), out);
    }
    drop(held.length());
    at = At.ANSWER;
  }

  /**
   * @return whether there is more to look at
   */
  private boolean beginning(Consumer<Part> out) {
    int from = firstInk();
    if (from == held.length()) {
      blanks = from;
      return false;
    }
    String rest = held.substring(from);
    for (String name : NAMES) {
      String opening = "<" + name + ">";
      if (rest.startsWith(opening)) {
        drop(from + opening.length());
        closing = "</" + name + ">";
        return reason();
      }
      if (opening.startsWith(rest)) {
        return false;
      }
    }
    if (begins) {
      return reason();
    }
    if (reasoned) {
      drop(from);
    }
    at = At.ANSWER;
    return answer(out);
  }

  private boolean reason() {
    at = At.REASONING;
    begins = false;
    wrote = false;
    return true;
  }

  private boolean reasoning(Consumer<Part> out) {
    if (!wrote) {
      drop(firstInk());
    }
    int close = held.indexOf(closing, blanks);
    if (close >= 0) {
      emit(true, withoutBlanksAtEnd(close), out);
      drop(held.indexOf(closing) + closing.length());
      at = At.BEGINNING;
      reasoned = true;
      return true;
    }
    int end = held.length() - beginningOfClosing();
    int written = withoutBlanksAtEnd(end);
    emit(true, written, out);
    blanks = end - written;
    return false;
  }

  private boolean answer(Consumer<Part> out) {
    emit(false, held.length(), out);
    return false;
  }

  private void emit(boolean reasoning, int length, Consumer<Part> out) {
    if (length > 0) {
      String text = held.substring(0, length);
      drop(length);
      wrote = true;
      out.accept(new Part(reasoning, text));
    }
  }

  private void drop(int length) {
    held.delete(0, length);
    blanks = 0;
  }

  private int firstInk() {
    int i = blanks;
    while (i < held.length() && Character.isWhitespace(held.charAt(i))) {
      i++;
    }
    return i;
  }

  private int withoutBlanksAtEnd(int end) {
    int i = end;
    while (i > blanks && Character.isWhitespace(held.charAt(i - 1))) {
      i--;
    }
    return i <= blanks ? 0 : i;
  }

  /** How much of the end may be the beginning of the closing tag. */
  private int beginningOfClosing() {
    for (int length = Math.min(closing.length() - 1, held.length()); length > 0; length--) {
      if (closing.startsWith(held.substring(held.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
