package io.llmgateway.routing;

import io.llmgateway.chat.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A channel at work: its settings, and whose turn it is among its keys. */
final class Channel {
  private final ChannelSettings settings;
  private final List<Endpoint> endpoints;
  private final AtomicInteger turn = new AtomicInteger();

  Channel(ChannelSettings settings) {
    this.settings = settings;
    List<String> keys =
        settings.apiKeys().isEmpty() ? Collections.singletonList(null) : settings.apiKeys();
    List<Endpoint> each = new ArrayList<>(keys.size());
    for (String key : keys) {
      each.add(
          new Endpoint(
              settings.name(), settings.baseUrl(), key, settings.timeouts(), settings.options()));
    }
    this.endpoints = List.copyOf(each);
  }

  ChannelSettings settings() {
    return settings;
  }

  /**
   * @return the channel's address once for each key, in the order of the configuration; at least
   *     one
   */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * @return the position among {@link #endpoints} that this request begins with; the next request
   *     begins with the next
   */
  int nextTurn() {
    return endpoints.size() == 1 ? 0 : Math.floorMod(turn.getAndIncrement(), endpoints.size());
  }

  /**
   * @return what {@link #nextTurn} would say now
   */
  int turn() {
    return Math.floorMod(turn.get(), endpoints.size());
  }
}
