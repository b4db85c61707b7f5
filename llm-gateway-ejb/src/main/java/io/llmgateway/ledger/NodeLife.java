package io.llmgateway.ledger;

import io.llmgateway.chat.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node among the others: it beats, gives back what others need, and takes over from the dead.
 * Called by the settler's thread alone, but for the start and the stop.
 */
@ApplicationScoped
public class NodeLife {
  private static final Logger LOG = Logger.getLogger(NodeLife.class.getName());

  /** A node whose beat stands still for so long, by the observer's clock, is taken to be dead. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(10);

  private static final Duration BETWEEN_BEATS = Duration.ofMillis(500);

  private final Map<String, Seen> others = new HashMap<>();
  private Nodes nodes;
  private ThisNode self;
  private Wallets wallets;
  private HoldTraces traces;
  private SettlementQueue queue;
  private RecoveryMeter meter;
  private SettingsVersion settings;
  private Clock clock;
  private String name = "gateway";
  private LongSupplier nanos = System::nanoTime;
  private long nextBeat = System.nanoTime();

  /** For the container's proxy. */
  NodeLife() {}

  @Inject
  NodeLife(
      Nodes nodes,
      ThisNode self,
      Wallets wallets,
      HoldTraces traces,
      SettlementQueue queue,
      RecoveryMeter meter,
      SettingsVersion settings,
      Clock clock) {
    this.nodes = nodes;
    this.self = self;
    this.wallets = wallets;
    this.traces = traces;
    this.queue = queue;
    this.meter = meter;
    this.settings = settings;
    this.clock = clock;
  }

  /** The last beat of another node, and when it was new, by {@link System#nanoTime}. */
  private record Seen(long beat, long at) {}

  /**
   * Registers this process.
   *
   * @param where it runs, for people
   */
  void begin(String where) {
    adopt();
    name = where;
    self.become(nodes.register(Uuid7.next(clock.millis()), name));
  }

  private void adopt() {
    int adopted = 0;
    for (int more = nodes.adopt(); more > 0; more = nodes.adopt()) {
      adopted += more;
    }
    if (adopted > 0) {
      LOG.log(
          Level.INFO,
          "{0} journal entries of the time before there were blocks are sealed from now on",
          adopted);
    }
  }

  /** For tests: another {@link System#nanoTime}. */
  void measureBy(LongSupplier time) {
    nanos = time;
    nextBeat = time.getAsLong();
  }

  /** Beats, when it is time to. A database that does not answer is noticed here. */
  void tend() {
    long now = nanos.getAsLong();
    if (now - nextBeat < 0) {
      return;
    }
    nextBeat = now + BETWEEN_BEATS.toNanos();
    try {
      lookAround(nodes.pulse(self.get()), now);
      queue.databaseAnswered();
    } catch (RuntimeException e) {
      if (lost(e)) {
        return;
      }
      queue.databaseAway();
      LOG.log(Level.WARNING, "the database does not answer, new calls are refused", e);
    }
  }

  private void lookAround(Nodes.Pulse pulse, long now) {
    wallets.giveBack(pulse.wanted());
    pulse.strays().forEach(node -> recover(node, Set.of()));
    others.keySet().retainAll(pulse.beats().keySet());
    pulse
        .beats()
        .forEach(
            (node, beat) -> {
              Seen seen = others.get(node);
              if (seen == null || seen.beat() != beat) {
                others.put(node, new Seen(beat, now));
              } else if (now - seen.at() > DEAD_AFTER.toNanos()) {
                recover(node, Set.of());
              }
            });
    settings.seen(pulse.settingsVersion());
  }

  /**
   * Takes over from a node that is known to be dead.
   *
   * @param settled calls that the caller settles right after
   * @return how many of its calls were booked as interrupted
   */
  int recover(String deadNode, Set<String> settled) {
    Nodes.Recovery found = nodes.recover(self.get(), deadNode, settled);
    found.wallets().forEach(wallets::committed);
    meter.interrupted(found.interrupted().size());
    LOG.log(
        Level.WARNING,
        "node {0} is dead: {1} leases returned, {2} of its calls booked as interrupted",
        new Object[] {deadNode, found.wallets().size(), found.interrupted().size()});
    return found.interrupted().size();
  }

  /**
   * Registers anew when the failure says that this node was taken to be dead.
   *
   * @return whether it is registered again, so that the work can be tried again
   */
  boolean lost(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NodeLostException) {
        LOG.log(Level.WARNING, "{0}; it was silent for too long", cause.getMessage());
        return registerAnew();
      }
    }
    return false;
  }

  private boolean registerAnew() {
    try {
      self.become(nodes.register(Uuid7.next(clock.millis()), name));
      wallets.forgetLeases();
      traces.forgetWritten();
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "this node could not be registered anew, will retry", e);
      return false;
    }
  }

  /** Ends in good order. */
  void end() {
    try {
      nodes.leave(self.get());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "this node could not say that it stops, others will find out", e);
    }
  }
}
