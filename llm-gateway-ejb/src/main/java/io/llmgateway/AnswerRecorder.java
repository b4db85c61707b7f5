package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.ledger.idempotency.Claim;

/**
 * Writes the events of an answer down while they pass, so that it can be given again; only where
 * that is wanted.
 */
final class AnswerRecorder {
  private final Claim.Part part;
  private final EventScript script;

  AnswerRecorder(Claim.Part part, Attempt attempt) {
    this.part = part;
    this.script = part.kept() ? new EventScript(part.largest(), attempt) : null;
  }

  Claim.Part part() {
    return part;
  }

  void add(ChatEvent event) {
    if (script != null) {
      script.add(event);
    }
  }

  /**
   * @return the whole answer, or null when it is too large to be kept
   */
  CharSequence document() {
    return script == null ? null : script.document();
  }
}
