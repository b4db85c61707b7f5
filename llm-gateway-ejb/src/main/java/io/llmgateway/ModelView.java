package io.llmgateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A public model with its facts, and where each comes from.
 *
 * @param providers the ids of those who sell it, the preferred one first
 * @param facts by the names of the configuration
 * @param problem why what operators have said is not in force, or null
 * @param createdAt when operators first said something that stands, or null
 * @param changedAt when they said it last, or null
 */
public record ModelView(
    String model,
    List<String> providers,
    Map<String, Fact> facts,
    String problem,
    Instant createdAt,
    Instant changedAt) {

  /** Who says it. */
  public enum Source {
    /** An operator, through the admin API. */
    ADMIN_API,
    CONFIGURATION,
    CATALOGUE,
    /** It follows from another fact that was set, or is the base model's. */
    DERIVED,
    UNKNOWN
  }

  /**
   * @param value in the notation of the configuration, or null when it is not known
   */
  public record Fact(String value, Source source) {}
}
