package io.llmgateway.model.json;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Outcome;
import io.llmgateway.model.stream.UsageSum;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/** One answer with JSON in it, of one call to the model or of two. */
final class JsonAnswer implements ChatStream {
  private static final int LONGEST_TOLD = 500;

  private final LanguageModel model;
  private final ChatRequest request;
  private final Cancellation cancellation;
  private final JsonFinder finder;
  private final boolean followed;
  private final boolean once;
  private final ArrayDeque<ChatEvent> ready = new ArrayDeque<>(4);
  private final Map<Integer, JsonChoice> choices = new TreeMap<>();
  private final UsageSum usage = new UsageSum();
  private ChatStream upstream;
  private boolean again;
  private boolean ended;
  private ChatException failure;

  JsonAnswer(
      LanguageModel model,
      ChatRequest request,
      JsonWish wish,
      boolean askAgain,
      Cancellation cancellation) {
    this.once = !askAgain || request.choices() > 1;
    this.model = model;
    this.request = request;
    this.cancellation = cancellation;
    this.finder = wish.finder();
    this.followed = request.stream() && wish.schema() == null;
    this.upstream = model.chat(request, cancellation);
  }

  @Override
  public ChatEvent next() {
    while (ready.isEmpty() && !ended) {
      ChatEvent event = upstream.next();
      if (event == null) {
        endOfCall();
      } else {
        accept(event);
      }
    }
    if (ready.isEmpty() && failure != null) {
      throw failure;
    }
    return ready.poll();
  }

  private void accept(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta e) {
      choice(e.choice()).text(e.text(), ready::add);
    } else if (event instanceof ChatEvent.Finish e) {
      choice(e.choice()).finish(e, ready::add);
    } else if (!usage.took(event) && (!again || !(event instanceof ChatEvent.Started))) {
      if (event instanceof ChatEvent.ToolCallStart e) {
        choice(e.choice()).toolCalled();
      }
      ready.add(event);
    }
  }

  private JsonChoice choice(int index) {
    return choices.computeIfAbsent(
        index, i -> new JsonChoice(i, finder, followed ? new JsonFollower() : null));
  }

  private void endOfCall() {
    JsonChoice failed = null;
    for (JsonChoice choice : choices.values()) {
      failed = failed == null && choice.problem() != null ? choice : failed;
    }
    usage.endOfCall();
    boolean last = again || once || cancellation.cancelled();
    if (failed != null && !last && !failed.wrote()) {
      askAgain(failed);
      return;
    }
    ended = true;
    usage.report(ready::add);
    failure = failed == null ? null : failure(failed);
  }

  private void askAgain(JsonChoice failed) {
    again = true;
    choices.clear();
    ready.add(new ChatEvent.AskedAgain(failed.answer()));
    upstream.close();
    upstream =
        model.chat(
            request.withBody(JsonWish.corrected(request.body(), failed.answer(), failed.problem())),
            cancellation);
  }

  /** Says what is wrong by place and kind: names from the schema and the answer, no values. */
  private static ChatException failure(JsonChoice failed) {
    String problem = failed.problem();
    String told =
        problem.length() > LONGEST_TOLD ? problem.substring(0, LONGEST_TOLD) + "..." : problem;
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The model did not answer with the JSON that was asked for: " + told + ".");
  }

  @Override
  public void close() {
    upstream.close();
  }
}
