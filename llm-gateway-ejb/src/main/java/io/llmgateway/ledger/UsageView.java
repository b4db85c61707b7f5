package io.llmgateway.ledger;

import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import java.time.Instant;

/**
 * A usage record as it was booked.
 *
 * @param id grows with the time of settlement; the cursor of {@link UsageQuery}
 * @param attempt from 1
 * @param priceId the row by which the charge was computed, or null when the attempt had no price
 * @param costPriceId the row by which the cost was computed, or null likewise
 * @param exchangeRateId the row from the price's currency to the account's, or null when they agree
 * @param cost what the provider asks, in its currency, or null when the attempt had no price
 * @param charge what the call costs the account, in the account's currency
 * @param uncollected the part of the charge that the wallet had no money for
 * @param entryId the journal entry, or null when no money moved
 * @param firstTokenMillis from the start of the attempt, or null when there was no token
 * @param termsId the account's terms by which the charge was computed, or null when it had none
 * @param images in the request
 */
public record UsageView(
    String id,
    String callId,
    int attempt,
    String requestId,
    String key,
    String account,
    String requestedModel,
    String publicModel,
    String provider,
    String upstreamModel,
    String channel,
    String operation,
    boolean streamed,
    Outcome outcome,
    EndState endState,
    Usage usage,
    UsageSource usageSource,
    String priceId,
    String costPriceId,
    String exchangeRateId,
    Amount cost,
    Amount charge,
    Amount uncollected,
    String entryId,
    Instant startedAt,
    Long firstTokenMillis,
    long durationMillis,
    Instant settledAt,
    String termsId,
    long images) {}
