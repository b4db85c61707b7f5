package io.llmgateway.provider.transport;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The messages of one answer over a WebSocket, pulled by one thread. They wait here until they are
 * taken: a model writes slower than anybody reads.
 */
public final class WebSocketExchange implements WebSocket.Listener, AutoCloseable {
  /** Longest message, in characters. */
  private static final int MOST = 16 * 1024 * 1024;

  /** What came, or how it ended. */
  private record Arrival(String message, Outcome failure) {}

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final StringBuilder parts = new StringBuilder();
  private final Timeouts timeouts;
  private final long startedAt = System.nanoTime();
  private volatile WebSocket socket;
  private Cancellation.Registration registration = () -> {};
  private volatile boolean cancelled;
  private boolean begun;
  private boolean ended;

  WebSocketExchange(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  void opened(WebSocket open, Cancellation cancellation) {
    this.socket = open;
    this.registration =
        cancellation.onCancel(
            () -> {
              cancelled = true;
              arrivals.add(new Arrival(null, Outcome.CANCELLED));
              open.abort();
            });
  }

  /** Says that the first useful event has arrived: from now on the idle deadline runs. */
  public void begun() {
    begun = true;
  }

  /**
   * Waits for the next message.
   *
   * @return null when the provider has closed the connection
   * @throws ChatException.Retryable TIMEOUT, CANCELLED, CUT, INVALID
   */
  public String next() {
    if (ended) {
      return null;
    }
    Arrival arrival;
    try {
      arrival = arrivals.poll(patience(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Outcome.CANCELLED);
    }
    if (cancelled) {
      throw failure(Outcome.CANCELLED);
    }
    if (arrival == null) {
      throw failure(Outcome.TIMEOUT);
    }
    if (arrival.failure() != null) {
      throw failure(arrival.failure());
    }
    ended = arrival.message() == null;
    return arrival.message();
  }

  private long patience() {
    long left = timeouts.total().toNanos() - (System.nanoTime() - startedAt);
    long patience = begun ? timeouts.idle().toNanos() : timeouts.firstToken().toNanos();
    return Math.max(0, Math.min(left, patience));
  }

  private static ChatException failure(Outcome outcome) {
    return switch (outcome) {
      case CANCELLED ->
          new ChatException.Retryable(ErrorCode.UPSTREAM_ERROR, outcome, "the call was cancelled");
      case TIMEOUT ->
          new ChatException.Retryable(
              ErrorCode.UPSTREAM_TIMEOUT, outcome, "The provider took too long: no message");
      case INVALID ->
          new ChatException.Retryable(
              ErrorCode.UPSTREAM_INVALID_RESPONSE,
              outcome,
              "The provider's answer is longer than the gateway accepts");
      default ->
          new ChatException.Retryable(
              ErrorCode.UPSTREAM_ERROR, outcome, "The provider's answer broke off");
    };
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    parts.append(data);
    if (parts.length() > MOST) {
      arrivals.add(new Arrival(null, Outcome.INVALID));
      from.abort();
      return null;
    }
    if (last) {
      arrivals.add(new Arrival(parts.toString(), null));
      parts.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    arrivals.add(new Arrival(null, null));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    arrivals.add(new Arrival(null, Outcome.CUT));
  }

  /** Ends the connection, whatever was read. Idempotent; never throws. */
  @Override
  public void close() {
    registration.close();
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
