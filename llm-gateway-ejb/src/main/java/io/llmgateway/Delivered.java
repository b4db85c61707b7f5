package io.llmgateway;

import io.llmgateway.chat.ChatEvent;

/**
 * What the client has been given of an answer: to estimate its tokens if nobody counted them, and
 * to go on with it if it is cut.
 */
final class Delivered {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder before = new StringBuilder();
  private boolean filtered;
  private boolean moreThanText;

  void add(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta delta) {
      text.append(delta.text());
    } else if (event instanceof ChatEvent.ReasoningDelta delta) {
      reasoning.append(delta.text());
    } else if (event instanceof ChatEvent.ToolCallStart start) {
      moreThanText = true;
      text.append(start.name());
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      text.append(delta.arguments());
    } else if (event instanceof ChatEvent.ChoiceFields fields) {
      moreThanText |= !fields.delta().isEmpty();
    } else if (event instanceof ChatEvent.Finish finish) {
      moreThanText = true;
      filtered |= finish.reason().equals("content_filter");
    }
  }

  /** Another attempt goes on: what was given so far is the text before its own. */
  void goesOn() {
    before.append(text);
    text.setLength(0);
    reasoning.setLength(0);
  }

  /**
   * @return the whole text, or null when there is none, or there is something in the answer that
   *     can not be gone on with: a tool call, an end, fields that nobody here knows
   */
  String continuable() {
    return moreThanText || before.isEmpty() && text.isEmpty() ? null : before + text.toString();
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
    return text.isEmpty() && reasoning.isEmpty();
  }

  boolean filtered() {
    return filtered;
  }
}
