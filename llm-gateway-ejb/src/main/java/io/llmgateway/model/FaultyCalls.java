package io.llmgateway.model;

import io.llmgateway.chat.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The calls at the end of an answer, some of which can not go out as they are. */
final class FaultyCalls {
  /** A call and what became of its arguments. */
  private static final class Judged {
    private final CollectedCalls.Collected call;
    private CollectedCalls.Collected instead;
    private CheckedArguments checked;

    private Judged(CollectedCalls.Collected call, CheckedArguments checked) {
      this.call = call;
      this.checked = checked;
    }
  }

  private final OfferedTools tools;
  private final ChatEvent.Finish finish;
  private final List<Judged> calls = new ArrayList<>(2);
  private final boolean missing;

  private FaultyCalls(OfferedTools tools, ChatEvent.Finish finish, boolean missing) {
    this.tools = tools;
    this.finish = finish;
    this.missing = missing;
  }

  static FaultyCalls in(CollectedCalls calls, ChatEvent.Finish finish, OfferedTools tools) {
    boolean missing = !calls.any() && tools.choice() == OfferedTools.Choice.REQUIRED;
    FaultyCalls found = new FaultyCalls(tools, finish, missing);
    for (CollectedCalls.Collected call : calls.open()) {
      found.calls.add(new Judged(call, check(call, tools)));
    }
    return found;
  }

  private static CheckedArguments check(CollectedCalls.Collected call, OfferedTools tools) {
    return CheckedArguments.of(call.name(), call.arguments(), tools.tools(), true);
  }

  boolean none() {
    return !missing && calls.stream().allMatch(judged -> judged.checked.fine());
  }

  /**
   * @return what the model wrote for nothing
   */
  String written() {
    StringBuilder written = new StringBuilder();
    calls.forEach(judged -> written.append(judged.call.name()).append(judged.call.arguments()));
    return written.toString();
  }

  /**
   * @return what the model is told
   */
  String complaint() {
    if (missing) {
      return "You must call a tool now. Call one of: "
          + String.join(", ", tools.tools().keySet())
          + ".";
    }
    StringBuilder told = new StringBuilder();
    for (Judged judged : calls) {
      if (!judged.checked.fine()) {
        told.append("Your call of the tool ")
            .append(judged.call.name())
            .append(" was not carried out. ")
            .append(judged.checked.fault())
            .append('\n');
      }
    }
    return told.append("Make this call again, with complete and valid arguments.").toString();
  }

  /**
   * @return what the client is told: no words of the model
   */
  String message() {
    if (missing) {
      return "The model did not call a tool, although one was required.";
    }
    for (Judged judged : calls) {
      String name = judged.call.name();
      if (!judged.checked.fine()) {
        return tools.tools().containsKey(name)
            ? "The model's call of the tool '%s' had no valid arguments.".formatted(name)
            : "The model called a tool that does not exist.";
      }
    }
    return "The model's tool calls were not valid.";
  }

  /**
   * Takes the corrected calls, in the same order.
   *
   * @return whether nothing is wrong any more
   */
  boolean corrected(CollectedCalls second) {
    List<CollectedCalls.Collected> left = new ArrayList<>(second.open());
    if (missing) {
      for (CollectedCalls.Collected call : left) {
        calls.add(new Judged(call, check(call, tools)));
      }
      return !calls.isEmpty() && calls.stream().allMatch(judged -> judged.checked.fine());
    }
    for (Judged judged : calls) {
      if (!judged.checked.fine() && !corrected(judged, left)) {
        return false;
      }
    }
    return true;
  }

  private boolean corrected(Judged judged, List<CollectedCalls.Collected> left) {
    boolean known = tools.tools().containsKey(judged.call.name());
    for (CollectedCalls.Collected call : left) {
      CheckedArguments checked = check(call, tools);
      if (checked.fine() && (!known || call.name().equals(judged.call.name()))) {
        judged.instead = call;
        judged.checked = checked;
        left.remove(call);
        return true;
      }
    }
    return false;
  }

  /** Sends all, when nothing is wrong. */
  void send(Consumer<ChatEvent> out) {
    for (Judged judged : calls) {
      judged.call.send(judged.instead, judged.checked.text(), out);
    }
    boolean late = missing || calls.stream().anyMatch(judged -> judged.instead != null);
    out.accept(late ? new ChatEvent.Finish(finish.choice(), "tool_calls") : finish);
  }
}
