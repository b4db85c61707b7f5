package io.llmgateway.routing;

import java.util.random.RandomGenerator;

/**
 * What a choice depends on beside the question and the configuration.
 *
 * @param lasting false when nothing may be changed by choosing, because nobody is going to be
 *     called
 */
record Surroundings(
    CandidateHealth health,
    Tariff tariff,
    Scores scores,
    ConversationMemory memory,
    RandomGenerator random,
    boolean lasting) {}
