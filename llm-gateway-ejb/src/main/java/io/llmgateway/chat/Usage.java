package io.llmgateway.chat;

/**
 * Tokens of one answer by kind, as the provider counted them or as the gateway estimated them.
 *
 * <p>{@code inputTokens} includes {@code cacheReadTokens} and {@code cacheWriteTokens}; {@code
 * outputTokens} includes {@code reasoningTokens} (OpenAI's convention; a provider that counts
 * otherwise is converted by its translator).
 *
 * @throws IllegalArgumentException when a count is negative, above {@link #ABSURD}, or a part
 *     exceeds its whole
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long reasoningTokens) {

  /** No model answers with this many tokens; a larger count is a provider's mistake. */
  public static final long ABSURD = 1_000_000_000L;

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

  public Usage {
    check("inputTokens", inputTokens);
    check("outputTokens", outputTokens);
    check("cacheReadTokens", cacheReadTokens);
    check("cacheWriteTokens", cacheWriteTokens);
    check("reasoningTokens", reasoningTokens);
    if (cacheReadTokens + cacheWriteTokens > inputTokens) {
      throw new IllegalArgumentException("cached tokens exceed inputTokens");
    }
    if (reasoningTokens > outputTokens) {
      throw new IllegalArgumentException("reasoningTokens exceed outputTokens");
    }
  }

  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0);
  }

  public long totalTokens() {
    return inputTokens + outputTokens;
  }

  private static void check(String name, long tokens) {
    if (tokens < 0 || tokens > ABSURD) {
      throw new IllegalArgumentException(name + " out of range: " + tokens);
    }
  }
}
