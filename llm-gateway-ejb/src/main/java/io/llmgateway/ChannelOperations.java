package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.routing.ChannelBook;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.Offer;
import io.llmgateway.routing.StoredChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What operators do with channels. A change is in force on this node when its method returns, and
 * on the others with their next heartbeat.
 */
@ApplicationScoped
public class ChannelOperations {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private ChannelBook book;
  private StoredChannels channels;
  private Probes probes;
  private ChannelCheck check;

  /** For the container's proxy. */
  ChannelOperations() {}

  @Inject
  ChannelOperations(ChannelBook book, StoredChannels channels, Probes probes) {
    this.book = book;
    this.probes = probes;
    this.check = new ChannelCheck(channels);
    this.channels = channels;
  }

  /**
   * @return all channels, by name
   */
  public List<ChannelView> list() {
    Map<String, ChannelView> views = new TreeMap<>();
    Map<String, StoredChannel> stored = new HashMap<>();
    channels.stored().forEach(channel -> stored.put(channel.name(), channel));
    for (ChannelSettings channel : channels.inForce()) {
      boolean made = stored.containsKey(channel.name()) && channels.problem(channel.name()) == null;
      views.put(channel.name(), view(channel, made ? stored.get(channel.name()) : null));
    }
    stored.values().forEach(channel -> views.computeIfAbsent(channel.name(), n -> idle(channel)));
    return List.copyOf(views.values());
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public ChannelView get(String name) {
    return list().stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ChatException.Final(ErrorCode.NOT_FOUND, "There is no channel " + name + "."));
  }

  /**
   * @param settings by the names of the configuration, such as {@code base-url}
   * @throws ChatException.Final INVALID_REQUEST naming the setting that can not be used; CONFLICT
   *     when there is a channel of this name
   */
  public ChannelView create(String principal, String name, Map<String, String> settings) {
    if (!NAME.matcher(name).matches()) {
      throw ChannelCheck.invalid(
          "name", "expected 1 to 64 letters, digits, hyphens and underscores");
    }
    if (list().stream().anyMatch(channel -> channel.name().equals(name))) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "There is a channel " + name + " already.", "name");
    }
    book.create(principal, check.checked(name, settings, null));
    channels.reload();
    return get(name);
  }

  /**
   * @param changes what shall be another; a setting whose value is null is taken away
   * @throws ChatException.Final NOT_FOUND; CONFLICT when the channel is declared; INVALID_REQUEST
   *     naming the setting that can not be used
   */
  public ChannelView change(String principal, String name, Map<String, String> changes) {
    refuseDeclared(name);
    channels.reload();
    StoredChannel known =
        channels.stored().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    changes.keySet().forEach(setting -> ChannelCheck.requireKnown(name, setting));
    Map<String, String> all = new TreeMap<>(known.settings());
    all.putAll(check.opened(known, changes));
    all.putAll(changes);
    all.values().removeIf(Objects::isNull);
    StoredChannel wanted = check.checked(name, all, known);
    book.change(principal, name, before -> before.equals(known) ? wanted : changedMeanwhile());
    channels.reload();
    return get(name);
  }

  /**
   * @throws ChatException.Final NOT_FOUND; CONFLICT when the channel is declared
   */
  public void remove(String principal, String name) {
    refuseDeclared(name);
    book.remove(principal, name);
    channels.reload();
  }

  /**
   * Switches any channel on or off, on all nodes, also after a restart.
   *
   * @throws ChatException.Final NOT_FOUND
   */
  public ChannelView enable(String principal, String name, boolean enabled) {
    get(name);
    book.enable(principal, name, enabled);
    channels.reload();
    return get(name);
  }

  /**
   * Calls the channel for real, whatever its state, and books what that costs.
   *
   * @param model the public or the upstream name, or null for its first
   * @param key the position of the key, from 1
   * @throws ChatException.Final NOT_FOUND; INVALID_REQUEST when it has no such model or key;
   *     CONFLICT when it is not in force; OVERLOADED when the call could not be booked
   */
  public Probes.Result test(String name, String model, int key) {
    get(name);
    ChannelSettings channel =
        channels.inForce().stream()
            .filter(c -> c.name().equals(name) && channels.problem(name) == null)
            .findFirst()
            .orElseThrow(
                () ->
                    new ChatException.Final(
                        ErrorCode.CONFLICT, "The channel " + name + " is not in force."));
    Offer offer =
        channel.offers().stream()
            .filter(o -> model == null || model.equals(o.name()) || model.equals(o.upstreamModel()))
            .findFirst()
            .orElseThrow(() -> ChannelCheck.invalid("model", "the channel has no such model"));
    if (key > Math.max(1, channel.apiKeys().size())) {
      throw ChannelCheck.invalid("key", "the channel has " + channel.apiKeys().size() + " keys");
    }
    return probes.probe(SickRounds.candidate(channel, offer.upstreamModel(), key - 1));
  }

  private static StoredChannel changedMeanwhile() {
    throw new ChatException.Final(
        ErrorCode.CONFLICT, "The channel was changed at the same time; look at it again.");
  }

  private void refuseDeclared(String name) {
    if (get(name).declared()) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The channel " + name + " is declared in the configuration, and is changed there.");
    }
  }

  private ChannelView view(ChannelSettings channel, StoredChannel stored) {
    return new ChannelView(
        channel.name(),
        stored == null,
        !channels.disabled().contains(channel.name()),
        channel.provider().id(),
        channel.baseUrl() == null ? null : channel.baseUrl().toString(),
        channel.offers().stream()
            .filter(offer -> offer.name().equals(offer.publicModel()))
            .map(ChannelOperations::written)
            .toList(),
        channel.priority(),
        channel.weight(),
        channel.apiKeys().size(),
        stored == null ? Map.of() : more(stored),
        null,
        stored == null ? null : stored.createdAt(),
        stored == null ? null : stored.changedAt());
  }

  private static String written(Offer offer) {
    return offer.publicModel().equals(offer.upstreamModel())
        ? offer.publicModel()
        : offer.publicModel() + "=" + offer.upstreamModel();
  }

  /** A channel that is stored, but not in force. */
  private ChannelView idle(StoredChannel stored) {
    Map<String, String> said = stored.settings();
    return new ChannelView(
        stored.name(),
        false,
        !channels.disabled().contains(stored.name()),
        said.get("provider"),
        said.get("base-url"),
        Stream.of(said.getOrDefault("models", "").split(",")).filter(m -> !m.isBlank()).toList(),
        0,
        0,
        0,
        more(stored),
        channels.problem(stored.name()),
        stored.createdAt(),
        stored.changedAt());
  }

  private static Map<String, String> more(StoredChannel stored) {
    Map<String, String> more = new TreeMap<>(stored.settings());
    List.of("provider", "base-url", "models", "priority", "weight").forEach(more::remove);
    return more;
  }
}
