package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.Fault;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Takes what a translator finds, in any order, and hands out events in the order of the contract:
 * {@code Started} first, each choice's finish and then the usage last. The last finish reason of a
 * choice and the last usage count.
 */
public final class AnswerEvents {
  private static final int MOST_CHOICES = 128;
  private static final String FILTERED = "content_filter";

  /** What is known of a choice. */
  private static final class Choice {
    private boolean any;
    private boolean output;
    private int tools;
    private String reason;
    private FilterHit hit;
  }

  private final Endpoint endpoint;
  private final ArrayDeque<ChatEvent> events = new ArrayDeque<>();
  private final List<Choice> choices = new ArrayList<>(1);
  private boolean started;
  private Usage usage;
  private JsonObject rawUsage;
  private String absurd;

  /**
   * @param endpoint whose credential and address must not show in messages
   */
  public AnswerEvents(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * @param model the provider's name of it, or null
   */
  public void started(String model) {
    started(model, JsonValue.EMPTY_JSON_OBJECT);
  }

  /** Later calls are ignored. */
  public void started(String model, JsonObject fields) {
    if (!started) {
      started = true;
      events.add(new ChatEvent.Started(model, fields));
    }
  }

  public void text(int choice, String text) {
    if (text != null && !text.isEmpty()) {
      emit(choice, new ChatEvent.TextDelta(choice, text, null));
    }
  }

  public void reasoning(int choice, String text) {
    if (text != null && !text.isEmpty()) {
      emit(choice, new ChatEvent.ReasoningDelta(choice, text));
    }
  }

  /**
   * @param id the provider's, or null: then one is made
   * @return the call's index within the choice
   * @throws ChatException.Retryable INVALID when the call has no name
   */
  public int tool(int choice, String id, String name) {
    if (name == null || name.isEmpty()) {
      throw failure(Fault.of(Outcome.INVALID, "The provider called a tool without a name"));
    }
    String known =
        id == null || id.isEmpty() ? "call_" + UUID.randomUUID().toString().replace("-", "") : id;
    int index = choice(choice).tools++;
    emit(choice, new ChatEvent.ToolCallStart(choice, index, known, "function", name));
    lastToolId = known;
    return index;
  }

  private String lastToolId;

  /**
   * @return the id of the latest tool call, as the client sees it
   */
  public String lastToolId() {
    return lastToolId;
  }

  public void arguments(int choice, int index, String part) {
    if (part != null && !part.isEmpty()) {
      emit(choice, new ChatEvent.ToolCallDelta(choice, index, part));
    }
  }

  /** Fields of the message that OpenAI's API does not have. */
  public void fields(int choice, JsonObject delta) {
    emit(choice, new ChatEvent.ChoiceFields(choice, delta, JsonValue.EMPTY_JSON_OBJECT));
  }

  private void emit(int choice, ChatEvent event) {
    started(null);
    Choice at = choice(choice);
    at.any = true;
    at.output = true;
    events.add(event);
  }

  private Choice choice(int index) {
    if (index < 0 || index >= MOST_CHOICES) {
      throw failure(Fault.of(Outcome.INVALID, "The provider's answer has an impossible choice"));
    }
    while (choices.size() <= index) {
      choices.add(new Choice());
    }
    return choices.get(index);
  }

  /**
   * @param reason in OpenAI's words
   */
  public void finish(int choice, String reason) {
    Choice at = choice(choice);
    at.any = true;
    at.reason = reason;
  }

  /**
   * A content policy has ended the choice.
   *
   * @param hit as if nothing had been given
   */
  public void filtered(int choice, FilterHit hit) {
    finish(choice, FILTERED);
    choice(choice).hit = hit;
  }

  /**
   * A content policy has stopped the answer: what was given stays, and its end says why.
   *
   * @return false when nothing was given, so that there is no answer
   */
  boolean stopped(FilterHit hit) {
    if (!hasOutput()) {
      return false;
    }
    boolean all = finished();
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      if (choice.any && (all || choice.reason == null)) {
        filtered(i, hit);
      }
    }
    end(true);
    return true;
  }

  /**
   * @param raw the provider's own words
   * @param input with what was read from and written to a cache; negative counts mean zero, unless
   *     the provider said so, see {@link #count}
   * @param output with reasoning
   */
  public void usage(
      JsonObject raw, long input, long output, long cacheRead, long cacheWrite, long reasoning) {
    rawUsage = raw;
    absurd = null;
    usage = null;
    try {
      usage =
          new Usage(zero(input), zero(output), zero(cacheRead), zero(cacheWrite), zero(reasoning));
    } catch (IllegalArgumentException e) {
      absurd = e.getMessage();
    }
  }

  private static long zero(long count) {
    return count == -1 ? 0 : count;
  }

  /**
   * @return the count, -1 when it is absent, and one that no usage takes when it is none
   */
  public static long count(JsonObject object, String name) {
    if (object == null || !(object.get(name) instanceof JsonNumber number)) {
      return -1;
    }
    try {
      long count = number.bigDecimalValue().longValueExact();
      return count < 0 ? Long.MIN_VALUE : Math.min(count, Usage.ABSURD + 1);
    } catch (ArithmeticException e) {
      return Usage.ABSURD + 1;
    }
  }

  /** As {@link #count}, with 0 for what is absent. */
  public static long countOrZero(JsonObject object, String name) {
    return zero(count(object, name));
  }

  /**
   * @return true when each choice that began has a finish reason, and one began
   */
  public boolean finished() {
    boolean some = false;
    for (Choice choice : choices) {
      some |= choice.any;
      if (choice.any && choice.reason == null) {
        return false;
      }
    }
    return some;
  }

  public boolean hasOutput() {
    return choices.stream().anyMatch(choice -> choice.output);
  }

  /**
   * The answer is at its end.
   *
   * @param said whether the provider said so. Then an answer without a finish reason is complete
   *     when it has output
   * @throws ChatException.Retryable CUT when it is not complete
   */
  void end(boolean said) {
    if (!finished() && !(said && hasOutput())) {
      throw failure(Fault.of(Outcome.CUT, "The provider's answer broke off"));
    }
    started(null);
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      if (choice.any) {
        String reason = choice.reason == null ? "stop" : choice.reason;
        boolean calls = reason.equals("stop") && choice.tools > 0;
        if (reason.equals(FILTERED)) {
          FilterHit hit = choice.hit == null ? FilterHit.answer(FILTERED) : choice.hit;
          events.add(hit.after(choice.output).event(i));
        }
        events.add(new ChatEvent.Finish(i, calls ? "tool_calls" : reason));
      }
    }
    if (usage != null && usage.totalTokens() > 0) {
      events.add(new ChatEvent.UsageReported(usage, rawUsage));
    } else if (absurd != null) {
      events.add(new ChatEvent.UsageRefused(rawUsage, absurd));
    }
  }

  ChatEvent poll() {
    return events.poll();
  }

  /**
   * @return what to throw
   */
  public ChatException failure(Fault fault) {
    return fault.exception(endpoint, hasOutput());
  }
}
