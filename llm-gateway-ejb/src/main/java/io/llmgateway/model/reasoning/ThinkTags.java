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
    held.setLength(0);
    at = At.ANSWER;
  }

  /**
   * @return whether there is more to look at
   */
  private boolean beginning(Consumer<Part> out) {
    int from = firstInk();
    if (from == held.length()) {
      return false;
    }
    String rest = held.substring(from);
    for (String name : NAMES) {
      String opening = "<" + name + ">";
      if (rest.startsWith(opening)) {
        held.delete(0, from + opening.length());
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
      held.delete(0, from);
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
      held.delete(0, firstInk());
    }
    int close = held.indexOf(closing);
    if (close >= 0) {
      emit(true, withoutBlanksAtEnd(close), out);
      held.delete(0, held.indexOf(closing) + closing.length());
      at = At.BEGINNING;
      reasoned = true;
      return true;
    }
    emit(true, withoutBlanksAtEnd(held.length() - beginningOfClosing()), out);
    return false;
  }

  private boolean answer(Consumer<Part> out) {
    emit(false, held.length(), out);
    return false;
  }

  private void emit(boolean reasoning, int length, Consumer<Part> out) {
    if (length > 0) {
      String text = held.substring(0, length);
      held.delete(0, length);
      wrote = true;
      out.accept(new Part(reasoning, text));
    }
  }

  private int firstInk() {
    int i = 0;
    while (i < held.length() && Character.isWhitespace(held.charAt(i))) {
      i++;
    }
    return i;
  }

  private int withoutBlanksAtEnd(int end) {
    int i = end;
    while (i > 0 && Character.isWhitespace(held.charAt(i - 1))) {
      i--;
    }
    return i;
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
