package io.llmgateway.ledger;

/**
 * Tokens of many calls, by kind. What the cache gave and took is part of the input, and reasoning
 * is part of the output.
 */
public record TokenSums(long input, long output, long cacheRead, long cacheWrite, long reasoning) {

  TokenSums plus(TokenSums other) {
    return new TokenSums(
        input + other.input,
        output + other.output,
        cacheRead + other.cacheRead,
        cacheWrite + other.cacheWrite,
        reasoning + other.reasoning);
  }
}
