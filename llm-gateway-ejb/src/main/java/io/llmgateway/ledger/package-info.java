/**
 * Money: prices, wallets, holds, journal entries with postings that sum to zero, usage records,
 * settlement. Everything exact, everything in one JTA transaction, nothing below zero.
 *
 * <p>Words: a hold is granted, settled or released; an entry is posted and never changed; a
 * correction is a reversal. A credit is positive, a debit negative.
 *
 * <p>At the start: {@link io.llmgateway.ledger.Schema#migrate}, {@link
 * io.llmgateway.ledger.Recoveries#start}, {@link io.llmgateway.ledger.Ledger#apply}, {@link
 * io.llmgateway.ledger.SettlerThread#start}. Then each call goes through {@link
 * io.llmgateway.ledger.Wallets#hold}, {@link io.llmgateway.ledger.Settlements#begin} for each
 * attempt, and {@link io.llmgateway.ledger.Settlements#settle}. Read next: those, {@code Settler},
 * {@code BatchWriter}, {@code BlockDraft}; for several nodes {@code NodeLife} and {@code Leases}.
 */
package io.llmgateway.ledger;
