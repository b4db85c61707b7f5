package io.llmgateway;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.Offer;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.routing.health.ChannelStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks after what is sick: models whose breaker may be tried, and keys, models and channels that
 * rest for long. Each gets one probe in each interval; what is well gets none, since calls of
 * clients show that it is.
 */
@ApplicationScoped
public class SickRounds {
  private static final Logger LOG = Logger.getLogger(SickRounds.class.getName());

  /** A half-open breaker wants several successes. */
  private static final int MOST_IN_A_ROW = 10;

  private ChannelHealth health;
  private StoredChannels channels;
  private Probes probes;
  private final Map<String, Long> probedAt = new HashMap<>();

  /** For the container's proxy. */
  SickRounds() {}

  @Inject
  SickRounds(ChannelHealth health, StoredChannels channels, Probes probes) {
    this.health = health;
    this.channels = channels;
    this.probes = probes;
  }

  /** One round; called by one thread at a time. Never throws. */
  public synchronized void go() {
    if (probes.settings().off()) {
      return;
    }
    Map<String, ChannelSettings> settings = new HashMap<>();
    channels.inForce().forEach(channel -> settings.put(channel.name(), channel));
    List<String> sick = new ArrayList<>();
    for (ChannelStatus status : health.status()) {
      ChannelSettings channel = settings.get(status.channel());
      if (status.enabled() && channel != null) {
        visit(status, channel, sick);
      }
    }
    probedAt.keySet().retainAll(sick);
  }

  private void visit(ChannelStatus status, ChannelSettings channel, List<String> sick) {
    int well = firstWellKey(status);
    for (ChannelStatus.Model model : status.models()) {
      boolean tripped = !model.breaker().equals("closed");
      String what = status.channel() + " model " + model.model();
      if (tripped && !model.opensAfter().isZero()) {
        sick.add(what);
      } else if (well >= 0 && (tripped || model.rest() != null && model.rest().strict())) {
        probe(what, channel, model.model(), well, sick);
      }
    }
    String first = channel.offers().get(0).upstreamModel();
    for (ChannelStatus.Key key : status.keys()) {
      if (key.rest() != null && key.rest().strict()) {
        String what = status.channel() + " key " + key.position();
        probe(what, channel, wellModel(status, first), key.position() - 1, sick);
      }
    }
    if (status.rest() != null && status.rest().strict()) {
      probe(status.channel(), channel, wellModel(status, first), Math.max(0, well), sick);
    }
  }

  private static int firstWellKey(ChannelStatus status) {
    return status.keys().stream()
        .filter(key -> key.rest() == null)
        .mapToInt(key -> key.position() - 1)
        .findFirst()
        .orElse(-1);
  }

  private static String wellModel(ChannelStatus status, String otherwise) {
    return status.models().stream()
        .filter(model -> model.rest() == null && model.breaker().equals("closed"))
        .map(ChannelStatus.Model::model)
        .findFirst()
        .orElse(otherwise);
  }

  private void probe(
      String what, ChannelSettings channel, String model, int key, List<String> sick) {
    sick.add(what);
    long now = System.nanoTime();
    Long before = probedAt.get(what);
    if (before != null && now - before < probes.settings().interval().toNanos()) {
      return;
    }
    probedAt.put(what, now);
    try {
      Candidate candidate = candidate(channel, model, key);
      Probes.Result result;
      int times = 0;
      do {
        result = probes.probe(candidate);
        times++;
        LOG.log(Level.INFO, "probe of channel {0}: {1}", new Object[] {what, result.outcome()});
      } while (result.outcome() == Outcome.OK
          && times < MOST_IN_A_ROW
          && health.halfOpen(candidate));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a probe of channel " + what + " could not be made", e);
    }
  }

  /**
   * @param key the position of the key, from 0
   */
  static Candidate candidate(ChannelSettings channel, String upstreamModel, int key) {
    Offer offer =
        channel.offers().stream()
            .filter(o -> o.upstreamModel().equals(upstreamModel))
            .findFirst()
            .orElse(channel.offers().get(0));
    return new Candidate(
        offer.publicModel(),
        offer.upstreamModel(),
        channel.provider(),
        new Endpoint(
            channel.name(),
            channel.baseUrl(),
            channel.apiKeys().isEmpty() ? null : channel.apiKeys().get(key),
            channel.timeouts(),
            channel.options()),
        offer.card());
  }
}
