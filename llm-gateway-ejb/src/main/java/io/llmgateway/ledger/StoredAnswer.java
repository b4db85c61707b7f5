package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * The answer of a call that was asked for under an Idempotency-Key. It travels with the call's
 * settlement and is written in the same transaction, so that what is charged can be given again.
 *
 * @param keyId the key's row
 * @param claim the call that holds the key; when it does not hold it any more, another call is
 *     charged for this request, and this one is not
 * @param answerId where the parts of the answer are kept
 * @param part which of the calls under the key, from 0
 * @param last whether the answer is complete with it
 * @param content packed text of ASCII characters, or {@link #NOT_KEPT}
 * @param expiresAt when the answer need not be kept any longer
 */
public record StoredAnswer(
    String keyId,
    String claim,
    String answerId,
    int part,
    boolean last,
    String content,
    Instant expiresAt) {
  /** The content of an answer that is too large to be kept. */
  public static final String NOT_KEPT = "-";

  public StoredAnswer {
    Objects.requireNonNull(keyId);
    Objects.requireNonNull(claim);
    Objects.requireNonNull(answerId);
    Objects.requireNonNull(content);
    Objects.requireNonNull(expiresAt);
  }

  /** Without the content, which must not reach a log. */
  @Override
  public String toString() {
    return "StoredAnswer[" + answerId + " " + part + "]";
  }
}
