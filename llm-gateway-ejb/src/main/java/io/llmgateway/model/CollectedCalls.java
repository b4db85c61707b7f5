package io.llmgateway.model;

import io.llmgateway.chat.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The tool calls of one choice, held until they are complete. */
final class CollectedCalls {
  /** A call as far as it has come. */
  static final class Collected {
    private final ChatEvent.ToolCallStart start;
    private final StringBuilder arguments = new StringBuilder();
    private boolean sent;

    private Collected(ChatEvent.ToolCallStart start) {
      this.start = start;
    }

    String name() {
      return start.name();
    }

    String arguments() {
      return arguments.toString();
    }

    /**
     * Sends another call in the place of this one.
     *
     * @param instead null: this one itself
     */
    void send(Collected instead, String complete, Consumer<ChatEvent> out) {
      if (instead == null) {
        send(complete, out);
        return;
      }
      ChatEvent.ToolCallStart other = instead.start;
      ChatEvent.ToolCallStart moved =
          new ChatEvent.ToolCallStart(
              start.choice(), start.index(), other.id(), other.type(), other.name());
      new Collected(moved).send(complete, out);
    }

    /** Sends the call as a whole. */
    void send(String complete, Consumer<ChatEvent> out) {
      sent = true;
      out.accept(start);
      if (!complete.isEmpty()) {
        out.accept(new ChatEvent.ToolCallDelta(start.choice(), start.index(), complete));
      }
    }
  }

  private final List<Collected> calls = new ArrayList<>(2);

  /**
   * Takes a new call. Those before it may go out when they are complete without repair, and all
   * before them are.
   */
  void start(
      ChatEvent.ToolCallStart start,
      Map<String, OfferedTools.Tool> tools,
      Consumer<ChatEvent> out) {
    sendComplete(tools, out);
    calls.add(new Collected(start));
  }

  void sendComplete(Map<String, OfferedTools.Tool> tools, Consumer<ChatEvent> out) {
    for (Collected call : open()) {
      OfferedTools.Tool tool = tools.get(call.name());
      CheckedArguments checked = CheckedArguments.of(call.name(), call.arguments(), tools, false);
      // the text of a custom tool, and no arguments at all, may still go on
      if (tool == null || tool.custom() || call.arguments.isEmpty() || !checked.fine()) {
        return;
      }
      call.send(checked.text(), out);
    }
  }

  void delta(ChatEvent.ToolCallDelta delta) {
    for (Collected call : calls) {
      if (call.start.index() == delta.index() && !call.sent) {
        call.arguments.append(delta.arguments());
      }
    }
  }

  /**
   * @return those that have not gone out, in their order
   */
  List<Collected> open() {
    return calls.stream().filter(call -> !call.sent).toList();
  }

  boolean any() {
    return !calls.isEmpty();
  }
}
