package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.OutcomeRule;
import java.time.Duration;
import java.util.Objects;

/**
 * What a provider said when it did not answer.
 *
 * @param outcome the class of it
 * @param message the provider's own words as they came, or the gateway's when it had none; never
 *     null
 * @param param the request field at fault, or null
 * @param retryAfter the provider's word on when to come back, or null
 * @param hit what a content policy objects to; null for any other outcome than FILTER
 */
public record Fault(
    Outcome outcome, String message, String param, Duration retryAfter, FilterHit hit) {
  public Fault {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(message);
    hit = outcome != Outcome.FILTER ? null : hit == null ? FilterHit.prompt("") : hit;
  }

  public Fault(Outcome outcome, String message, String param, Duration retryAfter) {
    this(outcome, message, param, retryAfter, null);
  }

  /** A content policy refuses. */
  public static Fault filtered(FilterHit hit, String message) {
    return new Fault(Outcome.FILTER, message, null, null, hit);
  }

  public static Fault of(Outcome outcome, String message) {
    return new Fault(outcome, message, null, null);
  }

  /**
   * @param endpoint whose credential and address must not show
   * @param begun whether useful events went before; what broke off without any is no answer at all
   */
  public ChatException exception(Endpoint endpoint, boolean begun) {
    Outcome verdict = outcome == Outcome.CUT && !begun ? Outcome.INVALID : outcome;
    OutcomeRule rule = OutcomeRule.of(verdict);
    String words = FaultText.clean(message, endpoint);
    if (verdict == Outcome.FILTER) {
      return new ChatException.Filtered(hit.after(begun), words, param);
    }
    return rule.next() == OutcomeRule.Next.GIVE_UP
        ? new ChatException.Final(rule.code(), words, param)
        : new ChatException.Retryable(rule.code(), verdict, words, retryAfter, null);
  }
}
