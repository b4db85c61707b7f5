/**
 * Requests that are made twice and answered once: who holds an Idempotency-Key, and the answer that
 * is kept for it.
 *
 * <p>{@link io.llmgateway.ledger.idempotency.IdempotencyKeys#claim} comes before anything that
 * costs money. What was called is stored with its settlement ({@link
 * io.llmgateway.ledger.StoredAnswer}), so that "charged" and "can be given again" commit together.
 * Read next: {@code IdempotencyKeys}, {@code Claim}, docs/decisions/0013.
 */
package io.llmgateway.ledger.idempotency;
