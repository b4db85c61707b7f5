package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Tokens by credential, shared between threads. A token that is missing is fetched once, however
 * many wait for it; one that grows old is replaced in the background while everybody goes on with
 * it. A fetch belongs to nobody: a caller that is cancelled stops to wait, and the others get the
 * token.
 */
final class TokenCache {
  /** After a failed refresh of a token that is still good. */
  private static final Duration RETRY_REFRESH = Duration.ofSeconds(10);

  /** What is known of one credential. */
  private static final class Entry {
    private Token token;
    private CompletableFuture<Token> fetch;
    private Instant notBefore = Instant.MIN;
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Executor background;

  TokenCache(Clock clock, Executor background) {
    this.clock = clock;
    this.background = background;
  }

  /**
   * @return a name for a credential that does not tell it
   */
  static String key(String... parts) {
    return Digests.sha256(String.join("\n", parts));
  }

  /** A token that costs nothing but arithmetic. */
  String made(String key, Supplier<Token> maker) {
    Entry entry = entry(key);
    synchronized (entry) {
      if (entry.token == null || !clock.instant().isBefore(entry.token.refreshAt())) {
        entry.token = maker.get();
      }
      return entry.token.value();
    }
  }

  /**
   * A token that has to be asked for.
   *
   * @param fetcher asks for it, on another thread
   * @throws ChatException.Retryable what the fetcher threw; CANCELLED
   */
  String fetched(String key, Supplier<Token> fetcher, Cancellation cancellation) {
    Entry entry = entry(key);
    CompletableFuture<Token> fetch;
    CompletableFuture<Token> begun = null;
    String good = null;
    synchronized (entry) {
      Instant now = clock.instant();
      Token token = entry.token;
      if (token != null && now.isBefore(token.until())) {
        good = token.value();
        if (now.isBefore(token.refreshAt())) {
          return good;
        }
      }
      if (entry.fetch == null && (good == null || !now.isBefore(entry.notBefore))) {
        begun = new CompletableFuture<>();
        entry.fetch = begun;
      }
      fetch = entry.fetch;
    }
    if (begun != null) {
      begin(entry, begun, fetcher);
    }
    return good != null ? good : await(fetch, cancellation);
  }

  private Entry entry(String key) {
    return entries.computeIfAbsent(key, k -> new Entry());
  }

  private void begin(Entry entry, CompletableFuture<Token> fetch, Supplier<Token> fetcher) {
    background.execute(
        () -> {
          Token token = null;
          RuntimeException failure = null;
          try {
            token = fetcher.get();
          } catch (RuntimeException e) {
            failure = e;
          }
          synchronized (entry) {
            entry.fetch = null;
            if (token != null) {
              entry.token = token;
            } else {
              entry.notBefore = clock.instant().plus(RETRY_REFRESH);
            }
          }
          if (token != null) {
            fetch.complete(token);
          } else {
            fetch.completeExceptionally(failure);
          }
        });
  }

  private static String await(CompletableFuture<Token> fetch, Cancellation cancellation) {
    CompletableFuture<Token> mine = fetch.copy();
    try (Cancellation.Registration registration =
        cancellation.onCancel(() -> mine.completeExceptionally(cancelled()))) {
      return mine.join().value();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ChatException.Retryable known) {
        // the same words for each who waits, and a stack of his own
        throw new ChatException.Retryable(
            known.code(), known.outcome(), known.getMessage(), known.retryAfter(), known);
      }
      throw new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR,
          Outcome.AUTH,
          "The provider's token service could not be used",
          null,
          e.getCause());
    }
  }

  private static ChatException cancelled() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "the call was cancelled");
  }

  /**
   * Forgets the token that the provider refused. When somebody else has dropped it already, the one
   * that came after it is left alone.
   *
   * @return whether the request was sent with a token of this credential, so that another is to be
   *     had
   */
  boolean drop(String key, UpstreamRequest sent) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return false;
    }
    synchronized (entry) {
      if (entry.token != null && carries(sent, entry.token.value())) {
        entry.token = null;
      }
      return true;
    }
  }

  private static boolean carries(UpstreamRequest sent, String token) {
    return sent.headers().values().stream().anyMatch(value -> value.contains(token))
        || String.valueOf(sent.uri().getRawQuery()).contains(UriText.encode(token));
  }
}
