package io.llmgateway.model.stream;

import io.llmgateway.chat.ChatEvent;
import java.util.function.Consumer;

/**
 * Cuts long texts into pieces of a few words, never within a character. What has log probabilities
 * stays whole: nobody knows which belong to which piece.
 */
final class Pieces implements EventStep {
  /** In UTF-16 units; a piece ends at the first space after it, or at twice of it. */
  private static final int SIZE = 24;

  @Override
  public void accept(ChatEvent event, Consumer<ChatEvent> out) {
    if (event instanceof ChatEvent.TextDelta e && e.logprobs() == null) {
      cut(e.text(), piece -> out.accept(new ChatEvent.TextDelta(e.choice(), piece, null)));
    } else if (event instanceof ChatEvent.ReasoningDelta e) {
      cut(e.text(), piece -> out.accept(new ChatEvent.ReasoningDelta(e.choice(), piece)));
    } else if (event instanceof ChatEvent.ToolCallDelta e) {
      cut(
          e.arguments(),
          piece -> out.accept(new ChatEvent.ToolCallDelta(e.choice(), e.index(), piece)));
    } else {
      out.accept(event);
    }
  }

  private static void cut(String text, Consumer<String> pieces) {
    int from = 0;
    while (text.length() - from > SIZE) {
      int to = end(text, from);
      pieces.accept(text.substring(from, to));
      from = to;
    }
    if (from < text.length()) {
      pieces.accept(text.substring(from));
    }
  }

  private static int end(String text, int from) {
    int most = Math.min(text.length(), from + 2 * SIZE);
    int to = from + SIZE;
    while (to < most && text.charAt(to - 1) != ' ') {
      to++;
    }
    return to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to + 1 : to;
  }
}
