package io.llmgateway;

import io.llmgateway.chat.ChatEvent;

/** What the client has been given of an answer, to estimate its tokens if nobody counted them. */
final class Delivered {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private boolean filtered;

  void add(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta delta) {
      text.append(delta.text());
    } else if (event instanceof ChatEvent.ReasoningDelta delta) {
      reasoning.append(delta.text());
    } else if (event instanceof ChatEvent.ToolCallStart start) {
      text.append(start.name());
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      text.append(delta.arguments());
    } else if (event instanceof ChatEvent.Finish finish) {
      filtered |= finish.reason().equals("content_filter");
    }
  }

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
