package io.llmgateway.ledger;

/**
 * What a provider says of a day and a model.
 *
 * @param requests and the tokens: null when the provider does not say
 * @param cost may be below zero: a provider's credit
 */
public record StatedUsage(Long requests, Long inputTokens, Long outputTokens, Amount cost) {}
