package io.llmgateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/**
 * Whole answers of this node, by exactly equal requests of one account, bounded by weight and age.
 * Two requests that miss at the same time both call; the later answer stays.
 */
@ApplicationScoped
public class ResponseCache {
  private final Clock clock;
  private volatile State state;

  private record State(CacheSettings settings, Cache<CacheKey, Entry> answers) {}

  private record Entry(KeptAnswer answer, boolean fresh, Duration longest) {}

  @Inject
  public ResponseCache(Clock clock) {
    this.clock = clock;
    this.state = new State(CacheSettings.DEFAULTS, cache(CacheSettings.DEFAULTS));
  }

  /** For the container's proxy only. */
  protected ResponseCache() {
    this(null);
  }

  /**
   * Takes over settings, and forgets all answers: after a change of the configuration the same name
   * may mean another model.
   */
  public void apply(CacheSettings settings) {
    state = new State(settings, cache(settings));
  }

  private static Cache<CacheKey, Entry> cache(CacheSettings settings) {
    return Caffeine.newBuilder()
        .maximumWeight(settings.maxBytes())
        .weigher((CacheKey key, Entry entry) -> entry.answer().bytes())
        .expireAfter(Expiry.writing((CacheKey key, Entry entry) -> entry.longest()))
        .build();
  }

  /**
   * @param operation {@code chat} or {@code embeddings}
   * @param deterministic whether the operation gives the same answer each time by its nature
   */
  public CacheLookup look(
      String account,
      String operation,
      String model,
      JsonObject body,
      CacheWish wish,
      boolean deterministic) {
    State now = state;
    boolean stale = now.settings().staleIfError().containsKey(model);
    boolean eligible = now.settings().enabled() && wish.eligible(body, deterministic);
    if (!stale && !eligible) {
      return CacheLookup.NONE;
    }
    CacheKey key = CacheKey.of(account, operation, model, body);
    KeptAnswer hit = eligible && !wish.noCache() ? fresh(now, key, wish) : null;
    return new CacheLookup(
        key, hit, eligible, !wish.noStore(), model, stale && !wish.noCache(), wish.maxAge());
  }

  private KeptAnswer fresh(State now, CacheKey key, CacheWish wish) {
    Entry entry = now.answers().getIfPresent(key);
    if (entry == null || !entry.fresh()) {
      return null;
    }
    Duration age = entry.answer().age(clock.instant());
    boolean usable =
        age.compareTo(now.settings().ttl()) < 0
            && (wish.maxAge() == null || age.compareTo(wish.maxAge()) <= 0);
    return usable ? entry.answer() : null;
  }

  /**
   * @return an answer for a request that every candidate has failed, or null
   */
  public KeptAnswer stale(CacheLookup lookup) {
    State now = state;
    Duration allowed =
        !lookup.mayBeStale() ? null : now.settings().staleIfError().get(lookup.model());
    Entry entry = allowed == null ? null : now.answers().getIfPresent(lookup.key());
    if (entry == null) {
      return null;
    }
    Duration age = entry.answer().age(clock.instant());
    boolean wanted = lookup.maxAge() == null || age.compareTo(lookup.maxAge()) <= 0;
    return wanted && age.compareTo(allowed) <= 0 ? entry.answer() : null;
  }

  /** Keeps a whole answer, if it is not too large. */
  public void keep(CacheLookup lookup, KeptAnswer answer) {
    State now = state;
    if (lookup.kept() && answer.bytes() <= now.settings().maxAnswer()) {
      now.answers()
          .put(
              lookup.key(),
              new Entry(answer, lookup.eligible(), now.settings().longest(lookup.model())));
    }
  }

  /**
   * @return in characters; of what is larger nothing need be recorded
   */
  public int largest() {
    return state.settings().maxAnswer() / 2;
  }

  /**
   * @return how many answers are kept
   */
  public long size() {
    return state.answers().estimatedSize();
  }
}
