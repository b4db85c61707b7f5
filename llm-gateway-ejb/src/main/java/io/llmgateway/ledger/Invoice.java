package io.llmgateway.ledger;

import java.time.Instant;

/**
 * A statement that was issued, with its number.
 *
 * @param id grows with time; the cursor of lists
 * @param number such as {@code 2026-000001}: the year of issue, and a count that begins anew with
 *     each year and has no gaps
 * @param issuer who issues it
 * @param hash of the statement as it was then, see {@link AccountStatement#hash()}
 * @param principal who had it issued
 */
public record Invoice(
    String id,
    String number,
    String issuer,
    String account,
    Month month,
    Amount opening,
    Amount charge,
    Amount closing,
    String hash,
    String principal,
    Instant issuedAt) {}
