package io.llmgateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every property name that the gateway knows. A room that reads a new name adds it here and in
 * {@code docs/configuration.md}; what is not here is reported as unknown.
 *
 * <p>{@code <name>} stands for a name that the operator chooses, {@code <model>} for a public model
 * name (which may hold dots), {@code <PAIR>} for two currencies such as {@code CNY-USD}.
 */
public final class ConfigNames {
  /** The common beginning of all names. */
  public static final String PREFIX = "gateway.";

  static final String VARIABLE_PREFIX = "GATEWAY_";

  /** Variables of the environment that are read as such, not as properties. */
  private static final List<String> VARIABLES = List.of("GATEWAY_CONFIG_FILE");

  private static final List<NamePattern> KNOWN =
      Stream.of(
              "gateway.config.file",
              "gateway.key-digest.secret",
              "gateway.demo.enabled",
              "gateway.catalog.dir",
              "gateway.channel.<name>.provider",
              "gateway.channel.<name>.base-url",
              "gateway.channel.<name>.api-key",
              "gateway.channel.<name>.models",
              "gateway.channel.<name>.priority",
              "gateway.channel.<name>.weight",
              "gateway.channel.<name>.region",
              "gateway.channel.<name>.data-retention",
              "gateway.channel.<name>.filing",
              "gateway.channel.<name>.timeout.connect",
              "gateway.channel.<name>.timeout.first-token",
              "gateway.channel.<name>.timeout.idle",
              "gateway.channel.<name>.timeout.total",
              "gateway.channel.<name>.allow",
              "gateway.channel.<name>.answers",
              "gateway.channel.<name>.ask-again",
              "gateway.channel.<name>.images",
              "gateway.channel.<name>.json-mode",
              "gateway.channel.<name>.reasoning-history",
              "gateway.channel.<name>.reasoning-tags",
              "gateway.channel.<name>.thinking",
              "gateway.channel.<name>.thinking-budget",
              "gateway.channel.<name>.thinking-default",
              "gateway.channel.<name>.thinking-efforts",
              "gateway.channel.<name>.tokenizer",
              "gateway.channel.<name>.tool-arguments",
              "gateway.channel.<name>.assistant-prefix",
              "gateway.channel.<name>.assistant-prefix-path",
              "gateway.channel.<name>.auth-header",
              "gateway.channel.<name>.chat-path",
              "gateway.channel.<name>.clamp",
              "gateway.channel.<name>.defaults",
              "gateway.channel.<name>.developer-role",
              "gateway.channel.<name>.drop",
              "gateway.channel.<name>.embedding-body",
              "gateway.channel.<name>.embedding-format",
              "gateway.channel.<name>.embeddings-path",
              "gateway.channel.<name>.rename",
              "gateway.channel.<name>.stream-options",
              "gateway.channel.<name>.breaker.window",
              "gateway.channel.<name>.breaker.min-calls",
              "gateway.channel.<name>.breaker.error-rate",
              "gateway.channel.<name>.breaker.slow-rate",
              "gateway.channel.<name>.breaker.slow-after",
              "gateway.channel.<name>.breaker.open-for",
              "gateway.channel.<name>.breaker.half-open-calls",
              "gateway.channel.<name>.breaker.ramp",
              "gateway.channel.<name>.cooldown.brief",
              "gateway.channel.<name>.cooldown.lasting",
              "gateway.channel.<name>.api-version",
              "gateway.channel.<name>.app-id",
              "gateway.channel.<name>.auth",
              "gateway.channel.<name>.credentials-file",
              "gateway.channel.<name>.endpoint-ids",
              "gateway.channel.<name>.group-id",
              "gateway.channel.<name>.headers",
              "gateway.channel.<name>.history",
              "gateway.channel.<name>.organization",
              "gateway.channel.<name>.project",
              "gateway.channel.<name>.secret-key",
              "gateway.channel.<name>.service",
              "gateway.channel.<name>.session-token",
              "gateway.channel.<name>.token-url",
              "gateway.channel.<name>.tool-dialect",
              "gateway.channel.<name>.workspace",
              "gateway.timeout.connect",
              "gateway.timeout.first-token",
              "gateway.timeout.idle",
              "gateway.timeout.total",
              "gateway.breaker.window",
              "gateway.breaker.min-calls",
              "gateway.breaker.error-rate",
              "gateway.breaker.slow-rate",
              "gateway.breaker.slow-after",
              "gateway.breaker.open-for",
              "gateway.breaker.half-open-calls",
              "gateway.breaker.ramp",
              "gateway.cooldown.brief",
              "gateway.cooldown.lasting",
              "gateway.retry.max-attempts",
              "gateway.retry.backoff",
              "gateway.retry.max-backoff",
              "gateway.retry.deadline",
              "gateway.routing.strategy",
              "gateway.model.<model>.fallbacks",
              "gateway.model.<model>.strategy",
              "gateway.model.<model>.split",
              "gateway.model.<model>.shadow",
              "gateway.shadow.key",
              "gateway.shadow.max-concurrent",
              "gateway.model.<model>.quality",
              "gateway.model.<model>.capabilities",
              "gateway.model.<model>.context-window",
              "gateway.model.<model>.max-output-tokens",
              "gateway.model.<model>.base-model",
              "gateway.model.<model>.tool-calling",
              "gateway.model.<model>.max-tools",
              "gateway.model.<model>.schema-depth",
              "gateway.model.<model>.modalities",
              "gateway.model.<model>.filing",
              "gateway.model.<model>.retires-on",
              "gateway.model.<model>.replacement",
              "gateway.model.<model>.hedge.after",
              "gateway.model.<model>.rescue",
              "gateway.model.<model>.content-filter",
              "gateway.content-filter.policy",
              "gateway.content-filter.review.keep",
              "gateway.content-filter.review.max-text",
              "gateway.content-filter.review.max-queue",
              "gateway.model.<model>.price.input",
              "gateway.model.<model>.price.output",
              "gateway.model.<model>.price.cache-read",
              "gateway.model.<model>.price.cache-write",
              "gateway.model.<model>.price.reasoning",
              "gateway.model.<model>.price.request",
              "gateway.model.<model>.price.image",
              "gateway.model.<model>.price.currency",
              "gateway.virtual.<model>.models",
              "gateway.virtual.<model>.min-quality",
              "gateway.virtual.<model>.min-context",
              "gateway.virtual.<model>.capabilities",
              "gateway.virtual.<model>.max-price.prompt",
              "gateway.virtual.<model>.max-price.completion",
              "gateway.virtual.<model>.task.vision",
              "gateway.virtual.<model>.task.tools",
              "gateway.virtual.<model>.task.structured",
              "gateway.virtual.<model>.task.long",
              "gateway.virtual.<model>.task.code",
              "gateway.virtual.<model>.task.translation",
              "gateway.virtual.<model>.task.reasoning",
              "gateway.virtual.<model>.task.chat",
              "gateway.virtual.<model>.language.zh",
              "gateway.virtual.<model>.language.ja",
              "gateway.virtual.<model>.language.ko",
              "gateway.virtual.<model>.language.en",
              "gateway.virtual.<model>.language.other",
              "gateway.virtual.<model>.weight.price",
              "gateway.virtual.<model>.weight.latency",
              "gateway.virtual.<model>.weight.quality",
              "gateway.virtual.<model>.weight.feedback",
              "gateway.account.<name>.policy.regions",
              "gateway.account.<name>.policy.filed-only",
              "gateway.account.<name>.policy.data-retention",
              "gateway.account.<name>.opening-balance",
              "gateway.account.<name>.currency",
              "gateway.account.<name>.enabled",
              "gateway.account.<name>.price-factor",
              "gateway.account.<name>.credit-line",
              "gateway.account.<name>.limit.requests-per-minute",
              "gateway.account.<name>.limit.tokens-per-minute",
              "gateway.account.<name>.limit.concurrent",
              "gateway.account.<name>.budget.amount",
              "gateway.account.<name>.budget.period",
              "gateway.account.<name>.budget.daily",
              "gateway.account.<name>.budget.monthly",
              "gateway.model.<model>.limit.requests-per-minute",
              "gateway.model.<model>.limit.tokens-per-minute",
              "gateway.model.<model>.limit.concurrent",
              "gateway.channel.<name>.limit.requests-per-minute",
              "gateway.channel.<name>.limit.tokens-per-minute",
              "gateway.channel.<name>.limit.concurrent",
              "gateway.model.<model>.stale-if-error",
              "gateway.cache.enabled",
              "gateway.cache.ttl",
              "gateway.cache.max-size",
              "gateway.cache.max-answer",
              "gateway.cache.price",
              "gateway.limit.shared",
              "gateway.budget.thresholds",
              "gateway.queue.max-wait",
              "gateway.queue.size",
              "gateway.exchange-rate.<PAIR>",
              "gateway.exchange-rate.<PAIR>.source",
              "gateway.hold.durable-after",
              "gateway.settlement.max-wait",
              "gateway.settlement.max-queue",
              "gateway.settlement.max-batch",
              "gateway.settlement.max-rest",
              "gateway.key-digest.secret",
              "gateway.data-dir",
              "gateway.secret-key",
              "gateway.probe.interval",
              "gateway.probe.prompt",
              "gateway.probe.max-tokens",
              "gateway.alert.webhook.url",
              "gateway.alert.webhook.secret",
              "gateway.egress.allow-private",
              "gateway.node.name",
              "gateway.key.<name>.secret",
              "gateway.key.<name>.generate",
              "gateway.key.<name>.account",
              "gateway.key.<name>.models",
              "gateway.key.<name>.enabled",
              "gateway.key.<name>.expires",
              "gateway.key.<name>.limit.requests-per-minute",
              "gateway.key.<name>.limit.tokens-per-minute",
              "gateway.key.<name>.limit.concurrent",
              "gateway.key.<name>.budget.amount",
              "gateway.key.<name>.budget.period",
              "gateway.key.<name>.budget.daily",
              "gateway.key.<name>.budget.monthly",
              "gateway.admin.user",
              "gateway.admin.password",
              "gateway.auditor.user",
              "gateway.auditor.password",
              "gateway.idempotency.keep",
              "gateway.idempotency.max-answer",
              "gateway.invoice.issuer",
              "gateway.invoice.grace",
              "gateway.retention.detail",
              "gateway.retention.archive-directory",
              "gateway.retention.file-size",
              "gateway.http.max-body",
              "gateway.http.max-concurrent",
              "gateway.http.max-inflight-bytes",
              "gateway.http.max-heap",
              "gateway.stream.heartbeat",
              "gateway.shutdown.grace",
              "gateway.payments.stripe.webhook-secret",
              "gateway.payments.paypal.webhook-id",
              "gateway.payments.paypal.certificate",
              "gateway.public-url")
          .map(NamePattern::new)
          .toList();

  private ConfigNames() {}

  public static boolean known(String name) {
    return KNOWN.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /**
   * @return the known name that is the fewest edits away, with the operator's own part kept
   */
  static String nearest(String name) {
    return KNOWN.stream()
        .map(pattern -> pattern.suggestion(name))
        .min(Comparator.comparingInt(NamePattern.Suggestion::distance))
        .map(NamePattern.Suggestion::name)
        .orElseThrow();
  }

  /**
   * Which names are unknown, each with the nearest known one.
   *
   * @return one line for each, in order; never a value
   */
  public static List<String> complaints(Collection<String> names) {
    return names.stream()
        .filter(name -> !known(name))
        .sorted()
        .map(name -> name + " is not a known name; did you mean " + nearest(name) + "?")
        .toList();
  }

  /**
   * Turns a variable of the environment back into a property name. MicroProfile Config maps only
   * the other way, and the mapping loses the spelling: {@code GATEWAY_CHANNEL_MY_CHANNEL_API_KEY}.
   *
   * @param spelled names and parts that occur elsewhere in their own spelling: channels and keys of
   *     other sources, models of the catalogue. What is not among them is taken to be written in
   *     lower case, with hyphens
   * @return empty when the variable is none of the gateway's, or of no known name
   */
  static Optional<String> fromVariable(String variable, Collection<String> spelled) {
    if (!variable.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length())
        || VARIABLES.contains(variable)) {
      return Optional.empty();
    }
    return patterns()
        .sorted(Comparator.comparingInt(NamePattern::fixedLength).reversed())
        .flatMap(p -> p.fromVariable(variable, part -> spelling(p, part, spelled)).stream())
        .findFirst();
  }

  private static String spelling(NamePattern pattern, String part, Collection<String> spelled) {
    return Stream.concat(
            spelled.stream(), spelled.stream().flatMap(name -> chosen(pattern, name).stream()))
        .filter(name -> NamePattern.variableOf(name).equals(part))
        .findFirst()
        .orElseGet(() -> pattern.usualSpelling(part));
  }

  private static Optional<String> chosen(NamePattern pattern, String name) {
    return patterns()
        .filter(other -> other.sameKind(pattern))
        .flatMap(other -> other.chosen(name).stream())
        .findFirst();
  }

  /**
   * Which variables of the environment look like a property but are none.
   *
   * @return one line for each, in order; never a value
   */
  static List<String> variableComplaints(Collection<String> variables) {
    return variables.stream()
        .filter(v -> v.startsWith(VARIABLE_PREFIX) && !VARIABLES.contains(v))
        .filter(v -> fromVariable(v, List.of()).isEmpty())
        .sorted()
        .map(
            v ->
                v
                    + " is not a known name; did you mean "
                    + NamePattern.variableOf(nearest(v.toLowerCase(Locale.ROOT).replace('_', '.')))
                    + "?")
        .toList();
  }

  static Stream<NamePattern> patterns() {
    return KNOWN.stream();
  }
}
