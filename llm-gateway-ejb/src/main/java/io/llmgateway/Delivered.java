package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonObject;

/**
 * What the client has been given of an answer: to estimate its tokens if nobody counted them, and
 * to go on with it if it is cut.
 */
final class Delivered {
  /** More characters than any model writes: beyond them, only their tokens are remembered. */
  static final int LONGEST = 1 << 20;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder before = new StringBuilder();
  private String discarded;
  private boolean filtered;
  private boolean moreThanText;
  private long length;
  private long forgottenTokens;
  private long forgottenReasoning;

  void add(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta delta) {
      append(text, delta.text());
    } else if (event instanceof ChatEvent.ReasoningDelta delta) {
      append(reasoning, delta.text());
    } else if (event instanceof ChatEvent.ToolCallStart start) {
      moreThanText = true;
      append(text, start.name());
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      append(text, delta.arguments());
    } else if (event instanceof ChatEvent.ChoiceFields fields) {
      moreThanText |= !fields.delta().isEmpty();
    } else if (event instanceof ChatEvent.Finish finish) {
      moreThanText = true;
      filtered |= finish.reason().equals("content_filter");
    }
  }

  private void append(StringBuilder to, String more) {
    to.append(more);
    length += more.length();
    if (to.length() > LONGEST) {
      long tokens = TokenEstimate.tokens(to.toString());
      forgottenTokens += tokens;
      forgottenReasoning += to == reasoning ? tokens : 0;
      moreThanText = true;
      to.setLength(0);
    }
  }

  /**
   * @return in characters, of everything
   */
  long length() {
    return length;
  }

  /**
   * @param estimate of what is still here
   * @return the same with what was too long to be kept
   */
  Usage withForgotten(Usage estimate) {
    return forgottenTokens == 0
        ? estimate
        : new Usage(
            estimate.inputTokens(),
            Math.min(Usage.ABSURD, estimate.outputTokens() + forgottenTokens),
            estimate.cacheReadTokens(),
            estimate.cacheWriteTokens(),
            Math.min(Usage.ABSURD, estimate.reasoningTokens() + forgottenReasoning));
  }

  /** The model was asked once more, for what it had said was of no use. */
  void askedAgain(String said) {
    discarded = said;
  }

  /**
   * @return whether the prompt of the present attempt was the client's alone, and sent once
   */
  boolean single() {
    return discarded == null && before.isEmpty();
  }

  /** What the present attempt used, if nobody has counted it. */
  Usage estimate(JsonObject request) {
    Usage usage = TokenEstimate.of(request, before(), text(), reasoning());
    if (discarded == null) {
      return usage;
    }
    long first = TokenEstimate.tokens(discarded);
    return new Usage(
        2 * usage.inputTokens() + first,
        usage.outputTokens() + first,
        0,
        0,
        usage.reasoningTokens());
  }

  /** Another attempt goes on: what was given so far is the text before its own. */
  void goesOn() {
    before.append(text);
    text.setLength(0);
    reasoning.setLength(0);
    discarded = null;
  }

  /**
   * @return the whole text, or null when there is none, or there is something in the answer that
   *     can not be gone on with: a tool call, an end, fields that nobody here knows, half a
   *     character
   */
  String continuable() {
    String whole = moreThanText ? "" : before + text.toString();
    boolean open = whole.isEmpty() || Character.isHighSurrogate(whole.charAt(whole.length() - 1));
    return open ? null : whole;
  }

  /**
   * @return the text of the attempts before this one
   */
  String before() {
    return before.toString();
  }

  /**
   * @return the text of the present attempt
   */
  String text() {
    return text.toString();
  }

  String reasoning() {
    return reasoning.toString();
  }

  boolean nothing() {
    return text.isEmpty() && reasoning.isEmpty() && forgottenTokens == 0;
  }

  boolean filtered() {
    return filtered;
  }
}
