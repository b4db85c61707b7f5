package io.llmgateway.chat;

import jakarta.json.JsonObject;

/**
 * One step of an answer, whatever wire it came over. A whole answer is a fold over these events.
 *
 * <p>Order within a stream: {@link Started} first; per choice deltas, then {@link Finish}; {@link
 * UsageReported} or {@link UsageRefused} at most once and last. Choices are numbered from 0.
 */
public sealed interface ChatEvent {

  /**
   * The provider accepted the request and began to answer. Carries no output.
   *
   * @param model the model that the provider says it answers with, or null when it does not say
   * @param fields response-level fields beyond those of {@code chat.completion.chunk} that the
   *     gateway sets itself (id, object, created, model, choices, usage): system_fingerprint,
   *     service_tier, provider extensions; never null
   */
  record Started(String model, JsonObject fields) implements ChatEvent {}

  /** Response-level fields that arrived, or changed, after {@link Started}. */
  record ResponseFields(JsonObject fields) implements ChatEvent {}

  /**
   * Text of the answer.
   *
   * @param text may be empty only when {@code logprobs} is present
   * @param logprobs the choice's {@code logprobs} object for this text, or null
   */
  record TextDelta(int choice, String text, JsonObject logprobs) implements ChatEvent {}

  /** Reasoning ("thinking") of the model, apart from the answer; never empty. */
  record ReasoningDelta(int choice, String text) implements ChatEvent {}

  /**
   * A tool call begins.
   *
   * @param index position among the tool calls of this choice, from 0, unique within the choice
   * @param id the call's id, never empty (made up when the provider sends none)
   * @param type {@code function} or {@code custom}
   * @param name the tool's name
   */
  record ToolCallStart(int choice, int index, String id, String type, String name)
      implements ChatEvent {}

  /** A further part of a tool call's arguments (for a custom tool: of its input), as text. */
  record ToolCallDelta(int choice, int index, String arguments) implements ChatEvent {}

  /**
   * Fields of a choice or its message that the gateway does not know (refusal, audio, annotations,
   * content_filter_results, ...): they travel on. In a fold, texts are concatenated, arrays
   * appended, anything else is replaced by the later value.
   *
   * @param delta unknown fields of the delta or message, never null, maybe empty
   * @param fields unknown fields of the choice itself, never null, maybe empty
   */
  record ChoiceFields(int choice, JsonObject delta, JsonObject fields) implements ChatEvent {}

  /**
   * A choice is complete.
   *
   * @param reason in OpenAI's words: stop, length, tool_calls, content_filter, function_call; a
   *     provider's own word that has no counterpart is passed on
   */
  record Finish(int choice, String reason) implements ChatEvent {}

  /**
   * What the answer used.
   *
   * @param raw the provider's own usage object (for fields beyond {@link Usage}), or an empty
   *     object
   */
  record UsageReported(Usage usage, JsonObject raw) implements ChatEvent {}

  /**
   * The model was asked once more, within the same attempt, because its answer could not be used.
   * Clients do not see it; both calls are paid for.
   *
   * @param said what it had written for nothing
   */
  record AskedAgain(String said) implements ChatEvent {}

  /** The provider reported a usage that can not be true (negative, overflowing, absurd). */
  record UsageRefused(JsonObject raw, String reason) implements ChatEvent {}

  /**
   * @return true when a client can make use of the event, so that the answer counts as begun
   */
  default boolean useful() {
    return !(this instanceof Started
        || this instanceof ResponseFields
        || this instanceof AskedAgain
        || this instanceof UsageReported
        || this instanceof UsageRefused);
  }
}
