/**
 * Money: prices, wallets, holds, journal entries with postings that sum to zero, usage records,
 * settlement. Everything exact, everything in one JTA transaction, nothing below zero.
 *
 * <p>Words: a hold is granted, settled or released; an entry is posted and never changed; a
 * correction is a reversal. Read next: {@link io.llmgateway.ledger.Settlements}.
 */
package io.llmgateway.ledger;
