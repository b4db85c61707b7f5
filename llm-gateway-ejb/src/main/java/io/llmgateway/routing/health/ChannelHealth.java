package io.llmgateway.routing.health;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.OutcomeRule;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.CandidateHealth;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.RoutingSettings;
import io.llmgateway.routing.health.HealthEvent.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Whether a candidate is worth a call, from what became of the calls before. State of this node, in
 * memory; what each {@link Outcome} does to it stands in {@link OutcomeRule}.
 */
@ApplicationScoped
public class ChannelHealth implements CandidateHealth {
  /** What passes only when somebody does something about it. */
  private static final Set<Outcome> LASTING =
      EnumSet.of(Outcome.AUTH, Outcome.PERM, Outcome.QUOTA, Outcome.NOTFOUND);

  private final Clock clock;
  private final Ticker ticker;
  private final DoubleSupplier random;
  private final Consumer<HealthEvent> events;
  private final Map<String, ChannelVitals> channels = new ConcurrentHashMap<>();
  private volatile Set<String> disabled = Set.of();

  @Inject
  public ChannelHealth(Clock clock, Event<HealthEvent> events) {
    this(clock, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble(), events::fire);
  }

  ChannelHealth(
      Clock clock, LongSupplier nanos, DoubleSupplier random, Consumer<HealthEvent> events) {
    this.clock = clock;
    this.ticker = new Ticker(nanos);
    this.random = random;
    this.events = events;
  }

  /** For the container's proxy only. */
  protected ChannelHealth() {
    this(Clock.systemUTC(), System::nanoTime, () -> 0, event -> {});
  }

  /**
   * Takes over a configuration; channels, models and keys that are in the one before too keep their
   * state, except for breakers whose settings have changed and channels whose address has.
   */
  public synchronized void apply(RoutingSettings routes, HealthSettings settings) {
    for (ChannelSettings channel : routes.channels()) {
      HealthSettings.Terms terms = settings.channels().get(channel.name());
      vitals(channel.name()).apply(channel, terms);
    }
    Set<String> names =
        routes.channels().stream().map(ChannelSettings::name).collect(Collectors.toSet());
    for (Map.Entry<String, ChannelVitals> known : channels.entrySet()) {
      if (!names.contains(known.getKey())) {
        known.getValue().retire();
      }
    }
    channels.values().removeIf(vitals -> !vitals.configured() && vitals.idle());
  }

  /**
   * @param names the channels that the operator has switched off, which replace the ones before
   */
  public synchronized void disable(Set<String> names) {
    Set<String> before = disabled;
    disabled = Set.copyOf(names);
    disabled.stream()
        .filter(name -> !before.contains(name))
        .forEach(name -> tell(Kind.CHANNEL_DISABLED, name, null, 0, null, 0));
    before.stream()
        .filter(name -> !disabled.contains(name))
        .forEach(name -> tell(Kind.CHANNEL_ENABLED, name, null, 0, null, 0));
  }

  @Override
  public boolean ready(Candidate candidate) {
    if (disabled.contains(candidate.channel())) {
      return false;
    }
    long now = ticker.nanos();
    ChannelVitals channel = vitals(candidate.channel());
    ModelVitals model = channel.model(candidate.upstreamModel());
    if (channel.rest().resting(now)
        || model.rest().resting(now)
        || channel.key(candidate.endpoint().apiKey()).resting(now)
        || !model.breaker().mayPass(now)) {
      return false;
    }
    double share = model.breaker().share(now);
    return share >= 1 || random.getAsDouble() < share;
  }

  /**
   * Takes what a call needs: a permit of the breaker, of which a half-open one has few; and where
   * something rests strictly, the right to try it, which one call at a time has. What it took is
   * given back by {@link #report}.
   *
   * @return whether the candidate may be called; false: try another
   */
  public boolean acquire(Candidate candidate) {
    if (disabled.contains(candidate.channel())) {
      return false;
    }
    long now = ticker.nanos();
    ChannelVitals channel = vitals(candidate.channel());
    ModelVitals model = channel.model(candidate.upstreamModel());
    Rest key = channel.key(candidate.endpoint().apiKey());
    if (!model.breaker().enter()) {
      return false;
    }
    if (!enterAll(now, channel.rest(), key, model.rest())) {
      model.breaker().ignored(now);
      return false;
    }
    model.began();
    return true;
  }

  private static boolean enterAll(long now, Rest... rests) {
    for (int i = 0; i < rests.length; i++) {
      if (!rests[i].enter(now)) {
        for (int taken = 0; taken < i; taken++) {
          rests[taken].leave();
        }
        return false;
      }
    }
    return true;
  }

  /** Says what became of the call; exactly once for each that {@link #acquire} let through. */
  public void report(Candidate candidate, AttemptReport report) {
    long now = ticker.nanos();
    long started = now - Math.max(0, report.totalNanos());
    ChannelVitals channel = vitals(candidate.channel());
    ModelVitals model = channel.model(candidate.upstreamModel());
    Rest key = channel.key(candidate.endpoint().apiKey());
    model.ended();
    channel.rest().leave();
    key.leave();
    model.rest().leave();
    OutcomeRule rule = OutcomeRule.of(report.outcome());
    if (report.outcome() == Outcome.OK) {
      model.measured(report, now);
      wake(candidate, started, now);
      model.breaker().succeeded(started, Math.max(0, report.firstTokenNanos()));
    } else if (rule.countsForBreaker() && !report.repeated()) {
      if (report.outcome() == Outcome.TIMEOUT && report.firstTokenNanos() < 0) {
        model.waited(report.totalNanos(), now);
      }
      model.breaker().failed(started, report.responseNanos());
    } else {
      model.breaker().ignored(started);
    }
    cool(candidate, rule, report.retryAfter(), started, now);
  }

  private void wake(Candidate candidate, long started, long now) {
    ChannelVitals channel = vitals(candidate.channel());
    String apiKey = candidate.endpoint().apiKey();
    if (channel.rest().wake(started, now)) {
      tell(Kind.CHANNEL_BACK, candidate.channel(), null, 0, Outcome.OK, 0);
    }
    if (channel.key(apiKey).wake(started, now)) {
      int position = channel.position(apiKey);
      tell(Kind.KEY_BACK, candidate.channel(), null, position, Outcome.OK, 0);
    }
    if (channel.model(candidate.upstreamModel()).rest().wake(started, now)) {
      tell(Kind.MODEL_BACK, candidate.channel(), candidate.upstreamModel(), 0, Outcome.OK, 0);
    }
  }

  private void cool(Candidate candidate, OutcomeRule rule, Duration told, long started, long now) {
    ChannelVitals channel = vitals(candidate.channel());
    String apiKey = candidate.endpoint().apiKey();
    switch (rule.cools()) {
      case NOTHING -> {}
      case KEY -> rest(candidate, channel.key(apiKey), Kind.KEY_RESTING, rule, told, started, now);
      case MODEL -> {
        Rest model = channel.model(candidate.upstreamModel()).rest();
        rest(candidate, model, Kind.MODEL_RESTING, rule, told, started, now);
      }
      case CHANNEL ->
          rest(candidate, channel.rest(), Kind.CHANNEL_RESTING, rule, told, started, now);
    }
  }

  private void rest(
      Candidate candidate,
      Rest place,
      Kind kind,
      OutcomeRule rule,
      Duration told,
      long started,
      long now) {
    ChannelVitals channel = vitals(candidate.channel());
    boolean lasting = LASTING.contains(rule.outcome());
    if (place.begin(rule.outcome(), told, lasting, channel.cooldown(), started, now)) {
      Rest.Period period = place.current(now);
      long seconds = period == null ? 0 : Duration.ofNanos(period.until() - now).toSeconds();
      tell(
          kind,
          candidate.channel(),
          kind == Kind.MODEL_RESTING ? candidate.upstreamModel() : null,
          kind == Kind.KEY_RESTING ? channel.position(candidate.endpoint().apiKey()) : 0,
          rule.outcome(),
          seconds);
    }
  }

  /**
   * @return how long until the candidate is worth a call again, as far as is known; zero when it is
   *     now, or nobody can tell
   */
  public Duration untilReady(Candidate candidate) {
    long now = ticker.nanos();
    ChannelVitals channel = vitals(candidate.channel());
    ModelVitals model = channel.model(candidate.upstreamModel());
    long nanos = model.breaker().nanosToHalfOpen(now);
    Rest[] rests = {channel.rest(), channel.key(candidate.endpoint().apiKey()), model.rest()};
    for (Rest rest : rests) {
      Rest.Period period = rest.current(now);
      nanos = period == null ? nanos : Math.max(nanos, period.until() - now);
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * @return what the rest is for that ends last, or null when nothing rests, or not only that keeps
   *     calls away
   */
  public Outcome restsFor(Candidate candidate) {
    long now = ticker.nanos();
    ChannelVitals channel = vitals(candidate.channel());
    ModelVitals model = channel.model(candidate.upstreamModel());
    if (disabled.contains(candidate.channel()) || !model.breaker().mayPass(now)) {
      return null;
    }
    Rest[] rests = {channel.rest(), channel.key(candidate.endpoint().apiKey()), model.rest()};
    Rest.Period last = null;
    for (Rest rest : rests) {
      Rest.Period period = rest.current(now);
      if (period != null && (last == null || period.until() - last.until() > 0)) {
        last = period;
      }
    }
    return last == null ? null : last.reason();
  }

  @Override
  public OptionalDouble firstTokenMillis(Candidate candidate) {
    return model(candidate).firstTokenMillis().value();
  }

  @Override
  public int inFlight(Candidate candidate) {
    return model(candidate).inFlight();
  }

  @Override
  public OptionalDouble tokensPerSecond(Candidate candidate) {
    return model(candidate).tokensPerSecond().value();
  }

  /** Whether the candidate's breaker waits for more calls to decide by. */
  public boolean halfOpen(Candidate candidate) {
    return model(candidate).breaker().state() == State.HALF_OPEN;
  }

  /** Whether calls may go to the channel; false when it is not configured. */
  public boolean up(String channel) {
    ChannelVitals vitals = channels.get(channel);
    return vitals != null
        && vitals.configured()
        && vitals.status(disabled.contains(channel), ticker.nanos()).up();
  }

  /**
   * @return each configured channel, by name
   */
  public List<ChannelStatus> status() {
    long now = ticker.nanos();
    return new TreeMap<>(channels)
        .entrySet().stream()
            .filter(channel -> channel.getValue().configured())
            .map(channel -> channel.getValue().status(disabled.contains(channel.getKey()), now))
            .toList();
  }

  private ModelVitals model(Candidate candidate) {
    return vitals(candidate.channel()).model(candidate.upstreamModel());
  }

  private ChannelVitals vitals(String channel) {
    ChannelVitals found = channels.get(channel);
    return found != null
        ? found
        : channels.computeIfAbsent(
            channel,
            name ->
                new ChannelVitals(
                    name,
                    HealthSettings.Terms.DEFAULT,
                    ticker,
                    (model, state) -> breakerChanged(name, model, state)));
  }

  private void breakerChanged(String channel, String model, State state) {
    switch (state) {
      case OPEN -> tell(Kind.BREAKER_OPENED, channel, model, 0, null, 0);
      case HALF_OPEN -> tell(Kind.BREAKER_HALF_OPEN, channel, model, 0, null, 0);
      case CLOSED -> tell(Kind.BREAKER_CLOSED, channel, model, 0, null, 0);
      default -> {}
    }
  }

  private void tell(
      Kind kind, String channel, String model, int key, Outcome reason, long seconds) {
    events.accept(new HealthEvent(kind, channel, model, key, reason, seconds, clock.instant()));
  }
}
