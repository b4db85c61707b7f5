/**
 * Money: prices, wallets, holds, journal entries with postings that sum to zero, usage records,
 * settlement. Everything exact, everything in one JTA transaction, nothing below zero.
 *
 * <p>Words: a hold is granted, settled or released; an entry is posted and never changed; a
 * correction is a reversal. A credit is positive, a debit negative.
 *
 * <p>At the start: {@link io.llmgateway.ledger.Schema#migrate}, {@link
 * io.llmgateway.ledger.Ledger#apply}, {@link io.llmgateway.ledger.SettlerThread#start}. Then each
 * call goes through {@link io.llmgateway.ledger.Wallets#hold} and {@link
 * io.llmgateway.ledger.Settlements#settle}. Read next: those two, {@code Settler}, {@code
 * BatchWriter}. Only {@link io.llmgateway.ledger.Books} reaches the database.
 */
package io.llmgateway.ledger;
