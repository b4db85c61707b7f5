package io.llmgateway;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.routing.ChannelBook;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.RoutingSettings;
import io.llmgateway.routing.SecretBox;
import io.llmgateway.routing.StoredChannel;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.routing.health.HealthSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The channels that operators have made, laid over the configuration: each counts as the properties
 * {@code gateway.channel.<name>.*} that it consists of, so that every room reads it as it reads a
 * declared one. One that can not be used is left out, and said why; it never keeps the rest from
 * being taken over.
 */
@ApplicationScoped
public class StoredChannels {
  private static final Logger LOG = Logger.getLogger(StoredChannels.class.getName());
  private static final String ALLOW_PRIVATE = "gateway.egress.allow-private";

  private ChannelBook book;
  private Catalog catalog;
  private WireCheck wires;
  private ChannelHealth health;
  private UpstreamClient client;
  private volatile Rows rows = new Rows(List.of(), Set.of());
  private volatile State state = new State(new ConfigView(Map.of()), List.of(), Map.of());
  private volatile Runnable changed = () -> {};
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private List<StoredChannel> takenOver = List.of();

  /** What the database has. */
  private record Rows(List<StoredChannel> channels, Set<String> disabled) {}

  /**
   * What is in force.
   *
   * @param declared the configuration alone
   * @param problems why a stored channel is left out, by name
   */
  private record State(
      ConfigView declared, List<ChannelSettings> channels, Map<String, String> problems) {}

  /** A configuration with the stored channels in it, which is not in force yet. */
  static final class Overlay {
    private final ConfigView view;
    private final State state;
    private final Set<String> stored;

    private Overlay(ConfigView view, State state, Set<String> stored) {
      this.view = view;
      this.state = state;
      this.stored = Set.copyOf(stored);
    }

    ConfigView view() {
      return view;
    }
  }

  /** For the container's proxy. */
  StoredChannels() {}

  @Inject
  StoredChannels(
      ChannelBook book,
      Catalog catalog,
      WireCheck wires,
      ChannelHealth health,
      UpstreamClient client) {
    this.book = book;
    this.catalog = catalog;
    this.wires = wires;
    this.health = health;
    this.client = client;
  }

  /**
   * @param taker takes the configuration over anew
   */
  void onChange(Runnable taker) {
    changed = taker;
  }

  /** Reads the database, and has what is new there taken over. */
  public synchronized void reload() {
    Rows read = new Rows(book.all(), book.disabled());
    if (!read.channels().equals(rows.channels())) {
      refused.clear();
    }
    rows = read;
    if (!read.channels().equals(takenOver)) {
      changed.run();
      takenOver = read.channels();
    }
    health.disable(read.disabled());
  }

  /** Reads the database before the first configuration is taken over. */
  synchronized void start() {
    rows = new Rows(book.all(), book.disabled());
    takenOver = rows.channels();
  }

  /**
   * Leaves out the stored channel that a room can not use.
   *
   * @return false when the property is none of a stored channel
   */
  boolean refuse(ConfigException problem) {
    Set<String> names =
        rows.channels().stream()
            .map(StoredChannel::name)
            .filter(name -> !refused.containsKey(name))
            .collect(Collectors.toSet());
    String owner = owner(problem.name(), names);
    if (owner != null) {
      refused.put(owner, problem.getMessage());
    }
    return owner != null;
  }

  /**
   * @return the configuration with the stored channels in it
   * @throws ConfigException when the configuration itself can not be used
   */
  Overlay over(ConfigView declared) {
    SecretBox box = SecretBox.from(declared);
    Map<String, Map<String, String>> usable = new LinkedHashMap<>();
    Map<String, String> problems = new TreeMap<>(refused);
    for (StoredChannel channel : rows.channels()) {
      if (problems.containsKey(channel.name())) {
        continue;
      }
      try {
        usable.put(channel.name(), properties(channel, declared, box));
      } catch (ConfigException e) {
        problems.put(channel.name(), e.getMessage());
      }
    }
    while (true) {
      ConfigView view = declared.with(merged(usable));
      try {
        RoutingSettings routes = check(view);
        return new Overlay(view, new State(declared, routes.channels(), problems), usable.keySet());
      } catch (ConfigException e) {
        String owner = owner(e.name(), usable.keySet());
        if (owner == null) {
          throw e;
        }
        usable.remove(owner);
        problems.put(owner, e.getMessage());
      }
    }
  }

  /** Puts in force what {@link #over} gave. */
  void take(Overlay overlay) {
    State next = overlay.state;
    if (!next.problems().equals(state.problems())) {
      next.problems().forEach((name, why) -> LOG.warning(() -> "channel " + name + ": " + why));
    }
    state = next;
    boolean anywhere = next.declared().flag(ALLOW_PRIVATE).orElse(false);
    client.guard(anywhere ? Set.of() : guarded(next.channels(), overlay.stored, overlay.view));
  }

  /** Hosts that only stored channels speak to: a declared one may speak to any. */
  private static Set<String> guarded(
      List<ChannelSettings> channels, Set<String> stored, ConfigView view) {
    Map<Boolean, Set<String>> hosts =
        channels.stream()
            .filter(channel -> channel.baseUrl() != null)
            .collect(
                Collectors.partitioningBy(
                    channel -> stored.contains(channel.name()),
                    Collectors.flatMapping(StoredChannels::hosts, Collectors.toSet())));
    Set<String> guarded = hosts.get(true);
    for (String name : stored) {
      view.text(StoredChannel.property(name, "token-url"))
          .map(url -> URI.create(url).getHost())
          .ifPresent(guarded::add);
    }
    guarded.removeAll(hosts.get(false));
    return guarded;
  }

  private static Stream<String> hosts(ChannelSettings channel) {
    String tokens = channel.options().get("token-url");
    return Stream.of(channel.baseUrl(), tokens == null ? channel.baseUrl() : URI.create(tokens))
        .map(URI::getHost)
        .filter(Objects::nonNull);
  }

  private static Map<String, String> properties(
      StoredChannel channel, ConfigView declared, SecretBox box) {
    String prefix = StoredChannel.property(channel.name(), "");
    if (declared.speaksOf(prefix)) {
      throw new ConfigException(
          prefix + "provider", "the configuration declares a channel of this name, which counts");
    }
    try {
      return channel.properties(box.open(channel.name(), channel.secrets()));
    } catch (SecretBox.Unreadable e) {
      throw new ConfigException(
          SecretBox.PROPERTY, "does not open the secrets of this channel: " + e.getMessage());
    }
  }

  private static Map<String, String> merged(Map<String, Map<String, String>> channels) {
    Map<String, String> all = new TreeMap<>();
    channels.values().forEach(all::putAll);
    return all;
  }

  private static String owner(String property, Set<String> channels) {
    return channels.stream()
        .filter(name -> (property + ".").startsWith(StoredChannel.property(name, "")))
        .findFirst()
        .orElse(null);
  }

  private RoutingSettings check(ConfigView view) {
    RoutingSettings routes = RoutingSettings.from(view, catalog);
    wires.check(routes);
    HealthSettings.from(view, routes);
    return routes;
  }

  /**
   * Finds out whether a channel could be used, without using it.
   *
   * @param properties of the one channel
   * @throws ConfigException naming the property that can not be used
   */
  ChannelSettings tried(String name, Map<String, String> properties) {
    return check(state.declared().with(properties)).channels().stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ConfigException(StoredChannel.property(name, "provider"), "unused"));
  }

  /**
   * @return the configuration's own properties, in force
   */
  ConfigView declared() {
    return state.declared();
  }

  boolean privateAllowed() {
    return state.declared().flag(ALLOW_PRIVATE).orElse(false);
  }

  /**
   * @return all channels in force: declared, implied and stored ones
   */
  List<ChannelSettings> inForce() {
    return state.channels();
  }

  List<StoredChannel> stored() {
    return rows.channels();
  }

  Set<String> disabled() {
    return rows.disabled();
  }

  /**
   * @return why a stored channel is not in force, or null
   */
  String problem(String name) {
    return state.problems().get(name);
  }
}
