package io.llmgateway.admission;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is limited and how far each limit is used, over all keys, accounts, models and channels. */
@ApplicationScoped
public class LimitBook {
  /** How long a request waits for permits that other nodes have and do not use. */
  private static final Duration SLICE_WAIT = Duration.ofMillis(500);

  private static final long EXCHANGE_MILLIS = 200;
  private static final long BUDGET_SECONDS = 5;

  private final Meters meters;
  private final Budgets budgets;
  private final AdmissionQueue queue;
  private final SliceExchange exchange;
  private final BudgetWatch budgetWatch;
  private volatile LimitSettings settings = LimitSettings.DEFAULTS;

  private final AdmissionQueue.Limits queueLimits =
      new AdmissionQueue.Limits() {
        @Override
        public Duration wait(Refusal refusal) {
          Duration wait = settings.maxWait();
          return refusal.soon() && wait.compareTo(SLICE_WAIT) < 0 ? SLICE_WAIT : wait;
        }

        @Override
        public int size() {
          return settings.queueSize();
        }
      };

  /** At a channel's limit nobody waits: there are other channels. */
  private static final AdmissionQueue.Limits ON_THEIR_WAY =
      new AdmissionQueue.Limits() {
        @Override
        public Duration wait(Refusal refusal) {
          return refusal.soon() ? SLICE_WAIT : Duration.ZERO;
        }

        @Override
        public int size() {
          return LimitSettings.DEFAULTS.queueSize();
        }
      };

  @Inject
  public LimitBook(
      SpendHistory history,
      Clock clock,
      Slices slices,
      BudgetNotices notices,
      BudgetAlerts alerts) {
    this.queue = new AdmissionQueue(System::nanoTime);
    this.meters = new Meters(this::permits);
    this.budgets = new Budgets(history, clock);
    this.exchange = new SliceExchange(slices, UUID.randomUUID().toString(), clock, queue::freed);
    this.budgetWatch = new BudgetWatch(notices, alerts, clock);
  }

  /** Limits of this node alone, and budgets of which nobody is told. */
  public LimitBook(SpendHistory history, Clock clock) {
    this(history, clock, null, null, null);
  }

  /** For the container's proxy only. */
  protected LimitBook() {
    this(null, null, null, null, null);
  }

  private Permits permits(Subject subject, String what, long limit, boolean refilled) {
    if (settings.shared()) {
      String name = subject.kind() + ":" + subject.name() + ":" + what;
      return exchange.permits(
          name + ":" + limit,
          wake -> new SharedPermits(name, limit, refilled, System::nanoTime, wake));
    }
    return refilled ? new PermitsPerMinute(limit) : new PermitsAtATime(limit);
  }

  /**
   * Begins with what is done in the background.
   *
   * @return what is to be cancelled at the end, before {@link #stop}
   */
  public List<ScheduledFuture<?>> start(ScheduledExecutorService background) {
    exchange.start(background);
    return List.of(
        background.scheduleWithFixedDelay(
            exchange::tend, EXCHANGE_MILLIS, EXCHANGE_MILLIS, TimeUnit.MILLISECONDS),
        background.scheduleWithFixedDelay(
            () -> budgetWatch.look(budgets.all(), settings.thresholds()),
            BUDGET_SECONDS,
            BUDGET_SECONDS,
            TimeUnit.SECONDS));
  }

  /** Gives back what others may use. */
  public void stop() {
    exchange.stop();
  }

  /** Takes over limits; what was counted goes on where a limit has not changed. */
  void apply(LimitSettings newSettings) {
    boolean otherKind = newSettings.shared() != settings.shared();
    settings = newSettings;
    if (otherKind) {
      meters.clear();
    }
    meters.apply(Subject.Kind.ACCOUNT, newSettings.accounts());
    meters.apply(Subject.Kind.MODEL, newSettings.models());
    meters.apply(Subject.Kind.CHANNEL, newSettings.channels());
  }

  /** Takes over the limits and budgets of all keys that there are. */
  void applyKeys(Collection<KeySettings> keys) {
    meters.apply(
        Subject.Kind.KEY,
        keys.stream().collect(Collectors.toMap(KeySettings::name, KeySettings::limits)));
    budgets.apply(settings.budgets(), keys);
  }

  /**
   * Counts one request, which may wait for its turn.
   *
   * @param models the names that the model's limits may be set under
   * @param open whether more tokens than {@code tokens} may come, because the answer has no limit
   * @throws io.llmgateway.chat.ChatException when a limit is reached, or the client goes away while
   *     it waits
   */
  Admitted admit(
      Caller caller,
      Collection<String> models,
      long tokens,
      boolean open,
      Cancellation cancellation) {
    List<Meter> limited = meters(caller, models);
    AdmissionTicket ticket = new AdmissionTicket(caller.account(), limited, tokens, open);
    if (!limited.isEmpty()) {
      queue.enter(ticket, queueLimits, cancellation);
    }
    return new Admitted(ticket, state(limited), budgets.of(caller), queue::freed);
  }

  /**
   * @return what is left of the limits that hold for such a request
   */
  RateLimitState state(Caller caller, Collection<String> models) {
    return state(meters(caller, models));
  }

  private static RateLimitState state(List<Meter> limited) {
    RateLimitState state = RateLimitState.UNLIMITED;
    for (Meter meter : limited) {
      state = state.tighter(meter.state());
    }
    return state;
  }

  private List<Meter> meters(Caller caller, Collection<String> models) {
    List<Meter> limited = new ArrayList<>(3);
    add(limited, Subject.Kind.KEY, caller.key());
    add(limited, Subject.Kind.ACCOUNT, caller.account());
    for (String model : models) {
      add(limited, Subject.Kind.MODEL, model);
    }
    return limited;
  }

  private void add(List<Meter> limited, Subject.Kind kind, String name) {
    Meter meter = meters.find(kind, name);
    if (meter != null) {
      limited.add(meter);
    }
  }

  /**
   * @return null when nothing is limited
   */
  Meter channel(String name) {
    return meters.find(Subject.Kind.CHANNEL, name);
  }

  /**
   * Counts an attempt at a channel. It waits only for permits that are on their way from the other
   * nodes' share, half a second at the most.
   *
   * @return false when the channel is over its limit
   */
  boolean enter(String channel, Meter meter, long tokens) {
    Refusal refusal = meter.enter(tokens);
    if (refusal == null || !refusal.soon()) {
      return refusal == null;
    }
    try {
      queue.enter(
          new AdmissionTicket("channel " + channel, List.of(meter), tokens),
          ON_THEIR_WAY,
          new Cancellation());
      return true;
    } catch (ChatException e) {
      return false;
    }
  }

  /**
   * @return how many requests wait for their limits
   */
  public int waiting() {
    return queue.size();
  }
}
