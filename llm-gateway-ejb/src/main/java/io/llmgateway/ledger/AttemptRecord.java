package io.llmgateway.ledger;

import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import java.time.Duration;
import java.time.Instant;

/**
 * What happened in one attempt; becomes one usage record.
 *
 * @param number from 1, in the order of the attempts of one request
 * @param publicModel the public name under which this candidate was chosen
 * @param provider the provider's id
 * @param upstreamModel the model that was asked for upstream
 * @param channel the channel's name
 * @param usage never null; {@link Usage#NONE} when nothing was used
 * @param firstToken from the start of the attempt to the first useful event, or null
 * @param duration of the whole attempt
 * @param images in the request, 0 or more
 */
public record AttemptRecord(
    int number,
    String publicModel,
    String provider,
    String upstreamModel,
    String channel,
    Outcome outcome,
    EndState endState,
    Usage usage,
    UsageSource usageSource,
    Instant startedAt,
    Duration firstToken,
    Duration duration,
    long images) {}
