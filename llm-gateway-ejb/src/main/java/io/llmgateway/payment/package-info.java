/**
 * Notifications of payment services: whether they are genuine, and what they say. Plain Java; knows
 * neither HTTP nor the ledger, which the root joins.
 *
 * <p>Read next: {@link io.llmgateway.payment.StripeSignature}, {@link
 * io.llmgateway.payment.StripeEvents}.
 */
package io.llmgateway.payment;
