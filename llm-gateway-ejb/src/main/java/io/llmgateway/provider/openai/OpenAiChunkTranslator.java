package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Translates one answer, chunk by chunk or whole, into {@link ChatEvent}s. One per answer; used by
 * one thread.
 *
 * <p>Finish reasons and usage are handed out at the end only, so that their order is the contract's
 * whatever the provider's was, and the last usage counts: it may stand in any chunk, in each, in
 * one of its own, or inside a choice.
 */
final class OpenAiChunkTranslator {
  private static final int MAX_CHOICES = 1024;
  private static final Set<String> KNOWN_FIELDS =
      Set.of("id", "object", "created", "model", "choices", "usage", "error", "obfuscation");

  private final Endpoint endpoint;
  private final Consumer<ChatEvent> events;
  private final int asked;
  private final List<ChoiceTranslator> choices = new ArrayList<>(1);
  private final Map<String, JsonValue> fields = new HashMap<>();
  private boolean started;
  private String model;
  private JsonObject usage;

  /**
   * @param endpoint whose credential and address must not show in messages
   * @param events takes the events, in their order
   * @param asked how many choices were asked for
   */
  OpenAiChunkTranslator(Endpoint endpoint, Consumer<ChatEvent> events, int asked) {
    this.endpoint = endpoint;
    this.events = events;
    this.asked = asked;
  }

  /**
   * @param chunk an event of a stream, or a whole answer
   * @throws ChatException when it holds an error
   */
  void accept(JsonObject chunk) {
    Fault fault = OutcomeClassifier.inside(chunk);
    if (fault != null) {
      throw exception(fault);
    }
    if (chunk.isEmpty()) {
      return;
    }
    usage(chunk);
    JsonArray parts = chunk.get("choices") instanceof JsonArray array ? array : null;
    boolean answers = parts != null && !parts.isEmpty();
    fields(chunk, answers);
    for (int i = 0; answers && i < parts.size(); i++) {
      if (parts.get(i) instanceof JsonObject choice) {
        choice(choice, i);
      }
    }
  }

  private void choice(JsonObject choice, int position) {
    Fault fault = OutcomeClassifier.inside(choice);
    if (fault != null) {
      throw exception(fault);
    }
    usage(choice);
    Outcome failure = translator(choice, position).accept(choice);
    if (failure != null) {
      throw exception(Fault.of(failure, "The provider ended its answer with an error"));
    }
  }

  private ChoiceTranslator translator(JsonObject choice, int position) {
    int index = choice.get("index") instanceof JsonNumber number ? number.intValue() : position;
    if (index < 0 || index >= MAX_CHOICES) {
      throw exception(Fault.of(Outcome.INVALID, "The provider's answer has an impossible choice"));
    }
    while (choices.size() <= index) {
      choices.add(null);
    }
    ChoiceTranslator translator = choices.get(index);
    if (translator == null) {
      translator = new ChoiceTranslator(index, events);
      choices.set(index, translator);
    }
    return translator;
  }

  private void usage(JsonObject holder) {
    if (holder.get("usage") instanceof JsonObject found
        && (usage == null || UsageTranslator.counts(found))) {
      usage = found;
    }
  }

  private void fields(JsonObject chunk, boolean answers) {
    if (model == null) {
      model = JsonText.text(chunk, "model");
    }
    JsonObjectBuilder changed = null;
    for (Map.Entry<String, JsonValue> field : chunk.entrySet()) {
      String name = field.getKey();
      if (KNOWN_FIELDS.contains(name) || isStatus(chunk, name)) {
        continue;
      }
      JsonValue before = fields.put(name, field.getValue());
      if (started && !field.getValue().equals(before)) {
        changed = changed == null ? JsonText.json().createObjectBuilder() : changed;
        changed.add(name, field.getValue());
      }
    }
    if (changed != null) {
      events.accept(new ChatEvent.ResponseFields(changed.build()));
    }
    if (!started && (answers || model != null)) {
      start();
    }
  }

  /** {@code code:0} and its message say that all is well (Spark). */
  private static boolean isStatus(JsonObject chunk, String name) {
    return name.equals("code") || name.equals("message") && chunk.containsKey("code");
  }

  private void start() {
    started = true;
    JsonObjectBuilder first = JsonText.json().createObjectBuilder();
    fields.forEach(first::add);
    events.accept(new ChatEvent.Started(model, first.build()));
  }

  /**
   * @return true when the answer can do without the provider's word that it is over: each choice
   *     that was asked for has a finish reason, one that surely ends it or one with the usage
   */
  boolean complete() {
    int finished = 0;
    for (ChoiceTranslator choice : choices) {
      if (choice != null) {
        if (!choice.hasFinish() || usage == null && !choice.surelyFinished()) {
          return false;
        }
        finished++;
      }
    }
    return finished > 0 && finished >= asked;
  }

  /**
   * @return true when nothing more is to be expected: neither text, nor a finish reason, nor usage
   */
  boolean whole() {
    if (usage == null || !complete()) {
      return false;
    }
    for (ChoiceTranslator choice : choices) {
      if (choice != null && !choice.surelyFinished()) {
        return false;
      }
    }
    return true;
  }

  private boolean finished() {
    boolean any = false;
    for (ChoiceTranslator choice : choices) {
      if (choice != null) {
        any = true;
        if (!choice.hasFinish()) {
          return false;
        }
      }
    }
    return any;
  }

  private boolean hasOutput() {
    for (ChoiceTranslator choice : choices) {
      if (choice != null && choice.hasOutput()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The answer is at its end.
   *
   * @param said whether the provider said so: by {@code [DONE]}, or because a JSON answer is whole.
   *     Then an answer without a finish reason counts as complete if it has output (Spark's have
   *     none); one without output is broken, since an empty success would be billed and relayed.
   *     Without the provider's word only the finish reasons make an end
   * @throws ChatException.Retryable CUT when the answer is not complete, INVALID when it had not
   *     even begun
   */
  void end(boolean said) {
    heedFlags();
    if (said ? !finished() && !hasOutput() : !complete()) {
      throw exception(Fault.of(Outcome.CUT, "The provider's answer broke off"));
    }
    for (ChoiceTranslator choice : choices) {
      if (choice != null && !choice.end()) {
        throw exception(Fault.of(Outcome.INVALID, "The provider called a tool without a name"));
      }
    }
    if (usage != null && UsageTranslator.counts(usage)) {
      events.accept(UsageTranslator.translate(usage));
    }
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
    stop(hit);
    end(true);
    return true;
  }

  /** Ends the choices that have not ended; when all have, it was all of them. */
  private void stop(FilterHit hit) {
    boolean all = finished();
    for (ChoiceTranslator choice : choices) {
      if (choice != null && (all || !choice.hasFinish())) {
        choice.filtered(hit);
      }
    }
  }

  /** A content policy may have stopped the answer without an error or a reason. */
  private void heedFlags() {
    FilterHit flagged = SafetyFlags.of(fields, hasOutput());
    if (flagged != null && choices.isEmpty()) {
      throw exception(Fault.filtered(flagged, "The provider's content policy refuses"));
    }
    if (flagged != null) {
      stop(flagged);
    }
  }

  /**
   * @throws ChatException.Filtered when a content policy has left no choice
   * @throws ChatException.Retryable INVALID when a whole answer holds no choice
   */
  void requireChoices() {
    heedFlags();
    if (choices.isEmpty()) {
      throw exception(Fault.of(Outcome.INVALID, "The provider's answer has no choices"));
    }
  }

  ChatException exception(Fault fault) {
    return fault.exception(endpoint, hasOutput());
  }
}
