/**
 * Kills the gateway, its database and what lies between them, again and again under load, and then
 * compares three counts that know nothing of each other: what the clients received, what the
 * provider answered, and the rows of the ledger, read by SQL.
 *
 * <p>Start reading at {@link io.llmgateway.it.torture.TortureIT}.
 */
package io.llmgateway.it.torture;
