package io.llmgateway.ledger;

import java.time.Instant;

/**
 * What somebody is to pay for an account.
 *
 * @param id goes to the payment service, which sends it back with its notifications
 * @param reference the operator's own name for it, unique for ever
 * @param paid whether it has been paid, and booked
 * @param principal who made it
 * @param service who received the payment, or null while it is open
 * @param payment the service's id of the payment, or null
 * @param entryId of the top-up, or null
 * @param refunded what the service has paid back, zero or more
 */
public record PaymentOrder(
    String id,
    String account,
    Amount amount,
    String reference,
    boolean paid,
    String principal,
    Instant createdAt,
    String service,
    String payment,
    String entryId,
    Instant paidAt,
    Amount refunded) {}
