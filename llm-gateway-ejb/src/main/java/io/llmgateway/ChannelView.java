package io.llmgateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A channel as operators see it; never a secret.
 *
 * @param declared whether the configuration or an environment variable makes it, so that only its
 *     state is changed here
 * @param models what it answers for, as {@code public=upstream}
 * @param keys how many API keys it has
 * @param settings what else was said of it through the admin API
 * @param problem why it is not in force, or null
 * @param createdAt null when it is declared
 * @param changedAt null when it is declared
 */
public record ChannelView(
    String name,
    boolean declared,
    boolean enabled,
    String provider,
    String baseUrl,
    List<String> models,
    int priority,
    int weight,
    int keys,
    Map<String, String> settings,
    String problem,
    Instant createdAt,
    Instant changedAt) {}
