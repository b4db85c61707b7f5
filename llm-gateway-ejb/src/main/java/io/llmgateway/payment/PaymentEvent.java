package io.llmgateway.payment;

import java.math.BigDecimal;

/**
 * What a notification says.
 *
 * @param id of the notification, of at most 150 characters
 * @param refund whether money was paid back, and not paid
 * @param orderId what it is for, or null when a refund does not say
 * @param payment the service's id of the payment, of at most 150 characters
 * @param amount in whole units of the currency, with decimals
 * @param currency ISO 4217, in capitals
 * @param total of a refund: whether the amount is all that was paid back so far
 */
public record PaymentEvent(
    String id,
    boolean refund,
    String orderId,
    String payment,
    BigDecimal amount,
    String currency,
    boolean total) {}
