package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Usage;

/** Tells an answer of which a content policy has left nothing from one that has something. */
final class WithheldAnswer {
  private static final String FILTERED = "content_filter";

  private WithheldAnswer() {}

  /**
   * Looks as far into the answer as it takes, which is at once: what is looked for stands at its
   * beginning. What was read stays at the front of it.
   *
   * @param opening of an answer with one choice
   * @return null when the answer has something to give
   * @throws ChatException when the answer breaks off
   */
  static ChatException.Filtered in(Opening opening) {
    FilterHit hit = null;
    boolean finished = false;
    Usage usage = null;
    ChatEvent event = opening.preamble().peekLast();
    while (event != null) {
      if (event instanceof ChatEvent.Finish finish) {
        finished = finish.reason().equals(FILTERED);
      } else if (event instanceof ChatEvent.UsageReported reported) {
        usage = reported.usage();
      } else if (event instanceof ChatEvent.ChoiceFields fields && fields.delta().isEmpty()) {
        hit = FilterHit.in(event) == null ? hit : FilterHit.in(event);
      }
      if (gives(event)) {
        return null;
      }
      event = opening.rest().next();
      if (event != null) {
        opening.preamble().add(event);
      }
    }
    return finished ? refusal(hit).used(usage) : null;
  }

  /** Whether a client could make use of it, if only by knowing that there is nothing else. */
  private static boolean gives(ChatEvent event) {
    if (event instanceof ChatEvent.Finish finish) {
      return !finish.reason().equals(FILTERED);
    }
    boolean aside = event instanceof ChatEvent.ChoiceFields fields && fields.delta().isEmpty();
    return event.useful() && !aside;
  }

  private static ChatException.Filtered refusal(FilterHit hit) {
    return new ChatException.Filtered(
        hit == null ? FilterHit.answer(FILTERED) : hit,
        "The provider's content policy has left nothing of the answer.",
        null);
  }
}
