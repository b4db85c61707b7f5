package io.llmgateway.model;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.model.stream.UsageSum;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The stream of {@link ArgumentRepair}: the first answer, and what is taken from a second one. */
final class CheckedAnswer implements ChatStream {
  private static final Set<String> COMPLETE = Set.of("stop", "tool_calls", "function_call");

  /** So much of its own words a model is reminded of. */
  private static final int REMEMBERED = 20_000;

  private final OfferedTools tools;
  private final SecondAsk second;
  private final Map<Integer, CollectedCalls> choices = new HashMap<>();
  private final Deque<ChatEvent> ready = new ArrayDeque<>(4);
  private final StringBuilder said = new StringBuilder();
  private final UsageSum usage = new UsageSum();
  private ChatStream stream;
  private FaultyCalls faulty;
  private ChatException failure;
  private boolean ended;

  /**
   * @param second null when the model may not be asked again
   */
  CheckedAnswer(ChatStream stream, OfferedTools tools, SecondAsk second) {
    this.stream = stream;
    this.tools = tools;
    this.second = second;
  }

  @Override
  public ChatEvent next() {
    while (ready.isEmpty() && !ended) {
      ChatEvent event = stream.next();
      if (event == null) {
        ended = true;
        usage.endOfCall();
        complete();
      } else if (!usage.took(event)) {
        accept(event);
      }
    }
    if (ready.isEmpty() && failure != null) {
      throw failure;
    }
    return ready.poll();
  }

  private void accept(ChatEvent event) {
    if (event instanceof ChatEvent.ToolCallStart start) {
      calls(start.choice()).start(start, tools.tools(), ready::add);
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      calls(delta.choice()).delta(delta);
    } else if (event instanceof ChatEvent.Finish finish) {
      finish(finish);
    } else {
      if (event instanceof ChatEvent.TextDelta text && said.length() < REMEMBERED) {
        said.append(text.text());
      }
      ready.add(event);
    }
  }

  private CollectedCalls calls(int choice) {
    return choices.computeIfAbsent(choice, c -> new CollectedCalls());
  }

  private void finish(ChatEvent.Finish finish) {
    CollectedCalls calls = calls(finish.choice());
    if (!COMPLETE.contains(finish.reason())) {
      calls.sendComplete(tools.tools(), ready::add);
      ready.add(finish);
      return;
    }
    FaultyCalls found = FaultyCalls.in(calls, finish, tools);
    if (found.none()) {
      found.send(ready::add);
    } else if (faulty == null) {
      faulty = found;
    }
  }

  /** The first answer is over: what was wrong with it is put right now, or never. */
  private void complete() {
    if (faulty != null) {
      try {
        askAgain();
      } catch (ChatException e) {
        failure = e;
      }
    }
    // each answer was paid for, also that of a failure
    usage.report(ready::add);
  }

  private void askAgain() {
    if (second == null || second.cancellation().cancelled()) {
      throw failed();
    }
    stream.close();
    ready.add(new ChatEvent.AskedAgain(said + faulty.written()));
    stream = second.ask(said.toString(), faulty.complaint());
    CollectedCalls calls = new CollectedCalls();
    boolean complete = false;
    for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
      if (usage.took(event)) {
        continue;
      }
      if (event instanceof ChatEvent.ToolCallStart start) {
        calls.start(start, Map.of(), ready::add);
      } else if (event instanceof ChatEvent.ToolCallDelta delta) {
        calls.delta(delta);
      } else if (event instanceof ChatEvent.Finish finish) {
        complete = COMPLETE.contains(finish.reason());
      }
    }
    usage.endOfCall();
    if (!complete || !faulty.corrected(calls)) {
      throw failed();
    }
    faulty.send(ready::add);
  }

  private ChatException failed() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE, Outcome.INVALID, faulty.message());
  }

  @Override
  public void close() {
    stream.close();
  }
}
