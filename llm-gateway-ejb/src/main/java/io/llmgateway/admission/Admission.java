package io.llmgateway.admission;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.logging.Logger;

/** The door: recognises the caller, and lets a request in or says why not. */
@ApplicationScoped
public class Admission {
  private static final Logger LOG = Logger.getLogger(Admission.class.getName());
  private static final int LONGEST_KEY = 512;
  private static final int GUESSABLE = 16;

  private final GeneratedKeys generatedKeys;
  private final KeyBook book;
  private final AccountStates accounts;
  private final LimitBook limits;
  private final Clock clock;
  private volatile State state =
      new State(new KeyRing(new KeyDigest(new byte[1]), List.of()), Set.of());
  private Declared declared =
      new Declared(new KeyDigest(new byte[1]), AdmissionSettings.NONE, Map.of());

  private record State(KeyRing keys, Set<String> disabledAccounts) {}

  /** What the configuration says, with the digest of each of its keys by name. */
  private record Declared(
      KeyDigest digest, AdmissionSettings settings, Map<String, String> digests) {}

  @Inject
  public Admission(
      GeneratedKeys generatedKeys,
      KeyBook book,
      AccountStates accounts,
      LimitBook limits,
      Clock clock) {
    this.generatedKeys = generatedKeys;
    this.book = book;
    this.accounts = accounts;
    this.limits = limits;
    this.clock = clock;
  }

  /** For the container's proxy only. */
  protected Admission() {
    this(null, null, null, null, null);
  }

  /**
   * Takes over the keys of a configuration; counters of keys whose limits did not change go on.
   *
   * @param announce called with name and secret of each key that was generated just now
   */
  public synchronized void apply(
      AdmissionSettings settings, ConfigView config, BiConsumer<String, String> announce) {
    KeyDigest digest = new KeyDigest(DigestSecret.from(config));
    Map<String, String> digests = new HashMap<>();
    for (KeySettings key : settings.keys()) {
      digests.put(key.name(), digest(key, digest, announce));
    }
    declared = new Declared(digest, settings, Map.copyOf(digests));
    limits.apply(settings.limits());
    reload();
  }

  /** Reads anew what operators have changed: their keys, and which accounts are disabled. */
  public synchronized void reload() {
    Map<String, KeyRing.Entry> entries = new TreeMap<>();
    book.byDigest()
        .forEach((digest, key) -> entries.put(key.name(), entry(digest, key.settings())));
    for (KeySettings key : declared.settings().keys()) {
      entries.put(key.name(), entry(declared.digests().get(key.name()), key));
    }
    Set<String> disabled = new HashSet<>(accounts.disabled());
    disabled.addAll(declared.settings().disabledAccounts());
    limits.applyKeys(entries.values().stream().map(KeyRing.Entry::settings).toList());
    state = new State(new KeyRing(declared.digest(), entries.values()), Set.copyOf(disabled));
  }

  private String digest(KeySettings key, KeyDigest digest, BiConsumer<String, String> announce) {
    if (key.generated()) {
      GeneratedKeys.Generated generated = generatedKeys.findOrMake(key.name(), digest::of);
      if (generated.secret() != null) {
        announce.accept(key.name(), generated.secret());
      }
      return generated.digest();
    }
    if (key.secret().length() < GUESSABLE) {
      LOG.warning(() -> "the key " + key.name() + " is short enough to be guessed");
    }
    return digest.of(key.secret());
  }

  private static KeyRing.Entry entry(String digest, KeySettings key) {
    Caller caller = new Caller(key.name(), key.account(), new ModelPatterns(key.models()));
    return new KeyRing.Entry(digest, key, caller);
  }

  /** The keys of the configuration, by name. */
  synchronized List<KeySettings> declared() {
    return declared.settings().keys();
  }

  /**
   * @return null when the configuration declares no such key
   */
  KeySettings declared(String name) {
    return declared().stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
  }

  /** The accounts that the configuration names. */
  public synchronized Set<String> declaredAccounts() {
    return declared.settings().accounts();
  }

  /** The accounts whose keys are refused, by whomever they were disabled. */
  public Set<String> disabledAccounts() {
    return state.disabledAccounts();
  }

  synchronized String digest(String secret) {
    return declared.digest().of(secret);
  }

  /**
   * Recognises a caller.
   *
   * @param apiKey what the client presented, or null
   * @throws ChatException.Final {@code missing_api_key}, {@code invalid_api_key}, {@code
   *     key_disabled}, {@code key_expired} or {@code account_disabled}
   */
  public Caller authenticate(String apiKey) {
    if (apiKey == null || apiKey.isBlank()) {
      throw new ChatException.Final(
          ErrorCode.MISSING_API_KEY,
          "You didn't provide an API key. Send it as 'Authorization: Bearer <key>'.");
    }
    State now = state;
    KeyRing.Entry entry = apiKey.length() > LONGEST_KEY ? null : now.keys().find(apiKey);
    if (entry == null) {
      throw new ChatException.Final(ErrorCode.INVALID_API_KEY, "Incorrect API key provided.");
    }
    KeySettings key = entry.settings();
    if (!key.enabled()) {
      throw new ChatException.Final(ErrorCode.KEY_DISABLED, "This API key is disabled.");
    }
    if (key.expires() != null && !clock.instant().isBefore(key.expires())) {
      throw new ChatException.Final(ErrorCode.KEY_EXPIRED, "This API key has expired.");
    }
    if (now.disabledAccounts().contains(key.account())) {
      throw new ChatException.Final(
          ErrorCode.ACCOUNT_DISABLED, "The account of this API key is disabled.");
    }
    return entry.caller();
  }

  /**
   * @throws ChatException.Final {@code model_not_allowed}
   */
  public void requireAllowed(Caller caller, String model) {
    if (!caller.models().allows(model)) {
      throw new ChatException.Final(
          ErrorCode.MODEL_NOT_ALLOWED,
          "This API key may not call the model '" + model + "'.",
          "model");
    }
  }

  /**
   * Lets one request in, at once or after its turn in the queue.
   *
   * @param models the names that limits of the model may be set under: as it was asked for, and as
   *     it is meant
   * @param tokenEstimate how many tokens the request may use, by estimate
   * @param open whether it says nothing of its answer's length, which is not in the estimate then
   * @throws ChatException {@code rate_limit_exceeded}, {@code concurrency_limit_exceeded}, or that
   *     the client went away while it waited
   */
  public Admitted admit(
      Caller caller,
      Set<String> models,
      long tokenEstimate,
      boolean open,
      Cancellation cancellation) {
    if (state.keys().named(caller.key()) == null) {
      throw new ChatException.Final(ErrorCode.INVALID_API_KEY, "This API key has been removed.");
    }
    return limits.admit(caller, models, tokenEstimate, open, cancellation);
  }

  /**
   * @param model as it is asked for
   * @return what is left of the caller's limits now
   */
  public RateLimitState rateLimits(Caller caller, String model) {
    return limits.state(caller, Set.of(model));
  }
}
