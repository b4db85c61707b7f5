package io.llmgateway.routing;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.constraint.AccountPolicy;
import io.llmgateway.routing.constraint.ChannelFacts;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the channels: those that {@code gateway.channel.*} declares, and the implied ones. */
final class ChannelDeclarations {
  private static final String CHANNEL = "gateway.channel.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final int MOST_WEIGHT = 1_000_000;

  /** Differences to the plain wire that a channel may set in place of its provider's. */
  static final Set<String> WIRE_OPTIONS =
      Set.of(
          "allow",
          "answers",
          "ask-again",
          "assistant-prefix",
          "assistant-prefix-path",
          "auth",
          "auth-header",
          "chat-path",
          "clamp",
          "defaults",
          "developer-role",
          "drop",
          "embedding-body",
          "embedding-format",
          "embeddings-path",
          "headers",
          "history",
          "images",
          "json-mode",
          "reasoning-history",
          "reasoning-tags",
          "rename",
          "stream-options",
          "thinking",
          "thinking-budget",
          "thinking-default",
          "thinking-efforts",
          "token-url",
          "tokenizer",
          "tool-arguments",
          "tool-dialect");

  /** What belongs to one account at the provider: further parts of a credential, and names. */
  static final Set<String> ACCOUNT_OPTIONS =
      Set.of(
          "api-version",
          "app-id",
          "credentials-file",
          "endpoint-ids",
          "group-id",
          "organization",
          "project",
          "region",
          "secret-key",
          "service",
          "session-token",
          "workspace");

  private static final Set<String> SETTINGS =
      Set.of(
          "provider",
          "base-url",
          "api-key",
          "models",
          "priority",
          "weight",
          "data-retention",
          "filing");

  private final ConfigView view;
  private final Catalog catalog;
  private final Offers offers;
  private final boolean demo;

  ChannelDeclarations(ConfigView view, Catalog catalog, Map<String, ModelSettings> models) {
    this.view = view;
    this.catalog = catalog;
    this.offers = new Offers(models, catalog);
    this.demo = view.flag("gateway.demo.enabled").orElse(false);
  }

  List<ChannelSettings> channels() {
    Set<String> settings = new HashSet<>(SETTINGS);
    settings.addAll(WIRE_OPTIONS);
    settings.addAll(ACCOUNT_OPTIONS);
    List.of("connect", "first-token", "idle", "total").forEach(t -> settings.add("timeout." + t));
    List<ChannelSettings> channels = new ArrayList<>();
    for (String name : view.groups(CHANNEL, settings)) {
      channels.add(declared(name));
    }
    for (ProviderCard card : catalog.providers()) {
      if (implied(card) && channels.stream().noneMatch(c -> c.provider().id().equals(card.id()))) {
        channels.add(implied(card, channels));
      }
    }
    return channels;
  }

  private ChannelSettings declared(String name) {
    String prefix = CHANNEL + name + ".";
    String providerName = prefix + "provider";
    if (!NAME.matcher(name).matches()) {
      throw new ConfigException(
          providerName, "a channel's name is 1 to 64 letters, digits, hyphens and underscores");
    }
    String id =
        view.text(providerName)
            .orElseThrow(() -> new ConfigException(providerName, "is required, and not set"));
    ProviderCard card = catalog.provider(id).orElseThrow(() -> unknownProvider(providerName, id));
    if (isDemo(card) && !demo) {
      throw new ConfigException(providerName, "demo needs gateway.demo.enabled=true");
    }
    Map<String, String> wire = options(prefix, WIRE_OPTIONS);
    Map<String, String> options = new HashMap<>(wire);
    options.putAll(options(prefix, ACCOUNT_OPTIONS));
    return new ChannelSettings(
        name,
        card.with(wire),
        baseUrl(prefix + "base-url", card),
        apiKeys(prefix + "api-key", card),
        offers.of(card, prefix + "models", view),
        view.integer(prefix + "priority").orElse(ChannelSettings.DEFAULT_PRIORITY),
        weight(prefix + "weight"),
        timeouts(prefix),
        options,
        facts(prefix));
  }

  private ChannelFacts facts(String prefix) {
    String region = view.text(prefix + "region").orElse(null);
    return new ChannelFacts(
        region == null ? null : AccountPolicy.region(prefix + "region", region),
        AccountPolicy.retention(view, prefix + "data-retention"),
        view.text(prefix + "filing").orElse(null));
  }

  private ConfigException unknownProvider(String name, String id) {
    List<String> known = catalog.providers().stream().map(ProviderCard::id).toList();
    return new ConfigException(
        name, "no provider of the catalogue: " + id + "; known are " + String.join(", ", known));
  }

  private boolean implied(ProviderCard card) {
    return isDemo(card)
        ? demo
        : card.environmentVariable() != null
            && card.baseUrl() != null
            && !card.models().isEmpty()
            && view.environment(card.environmentVariable()).isPresent();
  }

  private ChannelSettings implied(ProviderCard card, List<ChannelSettings> declared) {
    boolean taken = declared.stream().anyMatch(c -> c.name().equals(card.id()));
    return new ChannelSettings(
        taken ? card.id() + "-environment" : card.id(),
        card,
        card.baseUrl(),
        keysOfEnvironment(card),
        offers.ofCatalogue(card),
        ChannelSettings.DEFAULT_PRIORITY,
        ChannelSettings.DEFAULT_WEIGHT,
        timeouts(null),
        Map.of(),
        ChannelFacts.UNKNOWN);
  }

  private static boolean isDemo(ProviderCard card) {
    return card.wire().equals("demo");
  }

  private Map<String, String> options(String prefix, Set<String> names) {
    Map<String, String> options = new HashMap<>();
    names.forEach(o -> view.text(prefix + o).ifPresent(value -> options.put(o, value)));
    return options;
  }

  private URI baseUrl(String name, ProviderCard card) {
    String text = view.text(name).orElse(null);
    if (text == null) {
      if (card.baseUrl() == null) {
        throw new ConfigException(name, "is required with provider " + card.id());
      }
      return card.baseUrl();
    }
    try {
      URI uri = new URI(text.replaceAll("/+$", ""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !Set.of("http", "https").contains(scheme)) {
        throw new ConfigException(name, "is not an absolute http or https URL");
      }
      if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
        throw new ConfigException(name, "may not hold a user, a query or a fragment");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new ConfigException(name, "is not a URL");
    }
  }

  private List<String> apiKeys(String name, ProviderCard card) {
    List<String> keys = view.list(name).stream().distinct().toList();
    if (keys.isEmpty()) {
      keys = keysOfEnvironment(card);
    }
    if (keys.isEmpty() && card.requiresApiKey()) {
      String variable = card.environmentVariable();
      throw new ConfigException(
          name,
          "is required with provider "
              + card.id()
              + (variable == null ? "" : ", here or as the environment variable " + variable));
    }
    return keys;
  }

  private List<String> keysOfEnvironment(ProviderCard card) {
    if (card.environmentVariable() == null) {
      return List.of();
    }
    return view.environment(card.environmentVariable()).stream()
        .flatMap(v -> List.of(v.split(",")).stream())
        .map(String::trim)
        .filter(v -> !v.isEmpty())
        .distinct()
        .toList();
  }

  private int weight(String name) {
    int weight = view.integer(name).orElse(ChannelSettings.DEFAULT_WEIGHT);
    if (weight < 0 || weight > MOST_WEIGHT) {
      throw new ConfigException(name, "must be from 0 to " + MOST_WEIGHT + ": " + weight);
    }
    return weight;
  }

  /**
   * @param prefix of the channel's own settings, or null when it has none
   */
  private Timeouts timeouts(String prefix) {
    return new Timeouts(
        timeout(prefix, "connect", Timeouts.DEFAULT.connect()),
        timeout(prefix, "first-token", Timeouts.DEFAULT.firstToken()),
        timeout(prefix, "idle", Timeouts.DEFAULT.idle()),
        timeout(prefix, "total", Timeouts.DEFAULT.total()));
  }

  private Duration timeout(String prefix, String which, Duration otherwise) {
    String own = prefix + "timeout." + which;
    String name = prefix != null && view.text(own).isPresent() ? own : "gateway.timeout." + which;
    Duration timeout = view.duration(name).orElse(otherwise);
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new ConfigException(name, "must be more than zero, and at most a day: " + timeout);
    }
    return timeout;
  }
}
