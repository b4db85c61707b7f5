package io.llmgateway.admission;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.logging.Logger;

/** The door: recognises the caller, and lets a request in or says why not. */
@ApplicationScoped
public class Admission {
  private static final Logger LOG = Logger.getLogger(Admission.class.getName());
  private static final int LONGEST_KEY = 512;
  private static final int GUESSABLE = 16;

  private final GeneratedKeys generatedKeys;
  private final SpendHistory history;
  private final Clock clock;
  private volatile State state =
      new State(new KeyRing(new KeyDigest(new byte[1]), List.of()), Set.of());

  private record State(KeyRing keys, Set<String> disabledAccounts) {}

  @Inject
  public Admission(GeneratedKeys generatedKeys, SpendHistory history, Clock clock) {
    this.generatedKeys = generatedKeys;
    this.history = history;
    this.clock = clock;
  }

  /** For the container's proxy only. */
  protected Admission() {
    this(null, null, null);
  }

  /**
   * Takes over the keys of a configuration; counters of keys whose limits did not change go on.
   *
   * @param announce called with name and secret of each key that was generated just now
   */
  public void apply(
      AdmissionSettings settings, ConfigView config, BiConsumer<String, String> announce) {
    KeyDigest digest = new KeyDigest(DigestSecret.from(config));
    KeyRing before = state.keys();
    List<KeyRing.Entry> entries = new ArrayList<>();
    for (KeySettings key : settings.keys()) {
      entries.add(entry(key, digest, before.named(key.name()), announce));
    }
    state = new State(new KeyRing(digest, entries), settings.disabledAccounts());
  }

  private KeyRing.Entry entry(
      KeySettings key,
      KeyDigest digest,
      KeyRing.Entry before,
      BiConsumer<String, String> announce) {
    String keyDigest;
    if (key.generated()) {
      GeneratedKeys.Generated generated = generatedKeys.findOrMake(key.name(), digest::of);
      keyDigest = generated.digest();
      if (generated.secret() != null) {
        announce.accept(key.name(), generated.secret());
      }
    } else {
      keyDigest = digest.of(key.secret());
      if (key.secret().length() < GUESSABLE) {
        LOG.warning(() -> "the key " + key.name() + " is short enough to be guessed");
      }
    }
    KeyLimits limits =
        before != null && before.limits().fits(key)
            ? before.limits()
            : new KeyLimits(key, history, clock);
    Caller caller = new Caller(key.name(), key.account(), new ModelPatterns(key.models()));
    return new KeyRing.Entry(keyDigest, key, caller, limits);
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
   * Lets one request in.
   *
   * @param model the public model
   * @param tokenEstimate how many tokens the request may use, by estimate
   * @throws ChatException.Final {@code model_not_allowed}, {@code rate_limit_exceeded} or {@code
   *     concurrency_limit_exceeded}
   */
  public Admitted admit(Caller caller, String model, long tokenEstimate) {
    if (!caller.models().allows(model)) {
      throw new ChatException.Final(
          ErrorCode.MODEL_NOT_ALLOWED,
          "This API key may not call the model '" + model + "'.",
          "model");
    }
    KeyRing.Entry entry = state.keys().named(caller.key());
    if (entry == null) {
      throw new ChatException.Final(ErrorCode.INVALID_API_KEY, "This API key has been removed.");
    }
    return entry.limits().admit(tokenEstimate);
  }
}
