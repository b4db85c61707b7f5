package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock of one attempt: which deadline runs at the moment, and why the attempt was given up.
 *
 * <p>One thread works on the attempt (connects, writes, reads) and tells how far it is; the {@link
 * DeadlineWatcher} and the client's cancellation look on from other threads and abort.
 */
final class Attempt {
  /** Why an attempt was aborted from outside. */
  private enum Abort {
    CANCELLED,
    CONNECT,
    FIRST_TOKEN,
    IDLE,
    QUIET,
    TOTAL,
    DRAIN
  }

  private static final long NOT_READING = 0;

  /** Comments keep a stream alive that says nothing, but not for longer than so many pauses. */
  private static final int QUIET_PAUSES = 5;

  private final boolean stream;
  private final long connectNanos;
  private final long firstTokenNanos;
  private final long idleNanos;
  private final long quietNanos;
  private final long totalNanos;
  private final Runnable abortion;
  private final AtomicReference<Abort> aborted = new AtomicReference<>();
  private final long startedAt = System.nanoTime();

  private volatile boolean connected;
  private volatile boolean begun;
  private volatile boolean document;
  private volatile long readingSince = NOT_READING;
  private volatile long quietSince = NOT_READING;
  private volatile long drainUntil;

  /**
   * @param abortion frees the working thread, whatever it waits for; may be called more than once
   */
  Attempt(Timeouts timeouts, boolean stream, Runnable abortion) {
    this.stream = stream;
    this.connectNanos = nanos(timeouts.connect());
    this.firstTokenNanos = nanos(timeouts.firstToken());
    this.idleNanos = nanos(timeouts.idle());
    this.quietNanos =
        idleNanos < Long.MAX_VALUE / 8 ? idleNanos * QUIET_PAUSES : Long.MAX_VALUE / 4;
    this.totalNanos = nanos(timeouts.total());
    this.abortion = abortion;
  }

  private static long nanos(Duration duration) {
    // 100 years: more than anybody means, and less than a long can hold
    return duration.toDays() > 36_500 ? Long.MAX_VALUE / 4 : duration.toNanos();
  }

  /** The connection stands. */
  void connected() {
    connected = true;
  }

  /** A useful event is there. */
  void begun() {
    if (!begun) {
      begun = true;
    }
    if (quietSince != NOT_READING) {
      quietSince = NOT_READING;
    }
  }

  /** A JSON document has begun to come: from now on it may not stand still. */
  void documentBegun() {
    document = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** The working thread begins to wait for bytes. */
  void reading() {
    long now = System.nanoTime();
    readingSince = now == NOT_READING ? 1 : now;
    if (begun && quietSince == NOT_READING) {
      quietSince = readingSince;
    }
  }

  /** Bytes came. */
  void read() {
    readingSince = NOT_READING;
  }

  /** The answer is complete; what follows may take no longer than this, from now on. */
  void draining(long nanos) {
    long until = System.nanoTime() + nanos;
    drainUntil = until == 0 ? 1 : until;
  }

  boolean aborted() {
    return aborted.get() != null;
  }

  void cancel() {
    abort(Abort.CANCELLED);
  }

  /** Aborts the attempt when one of its deadlines is past. */
  void check(long now) {
    if (aborted()) {
      // a library may have gone on to another address of the host since the first abortion
      abortion.run();
      return;
    }
    Abort due = due(now);
    if (due != null) {
      abort(due);
    }
  }

  private Abort due(long now) {
    long age = now - startedAt;
    long until = drainUntil;
    if (until != 0 && now - until > 0) {
      return Abort.DRAIN;
    }
    if (age > totalNanos) {
      return Abort.TOTAL;
    }
    if (!connected && age > connectNanos) {
      return Abort.CONNECT;
    }
    if (stream && !begun) {
      return age > firstTokenNanos ? Abort.FIRST_TOKEN : null;
    }
    if (!stream && !document) {
      return null;
    }
    if (longer(readingSince, idleNanos, now)) {
      return Abort.IDLE;
    }
    return longer(quietSince, quietNanos, now) ? Abort.QUIET : null;
  }

  private static boolean longer(long since, long nanos, long now) {
    return since != NOT_READING && now - since > nanos;
  }

  private void abort(Abort reason) {
    if (aborted.compareAndSet(null, reason)) {
      abortion.run();
    }
  }

  /**
   * @return what the caller of an aborted attempt gets, or null when it was not aborted
   */
  ChatException.Retryable abortion(IOException cause) {
    Abort reason = aborted.get();
    if (reason == null) {
      return null;
    }
    return switch (reason) {
      case CANCELLED ->
          new ChatException.Retryable(
              ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "the call was cancelled", null, cause);
      case CONNECT -> timeout("no connection within " + millis(connectNanos), cause);
      case FIRST_TOKEN -> timeout("no output within " + millis(firstTokenNanos), cause);
      case IDLE -> timeout("no sign of life for " + millis(idleNanos), cause);
      case QUIET -> timeout("no output for " + millis(quietNanos), cause);
      case TOTAL -> timeout("not complete within " + millis(totalNanos), cause);
      case DRAIN -> timeout("the end of the answer did not come", cause);
    };
  }

  private static String millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
  }

  private static ChatException.Retryable timeout(String what, IOException cause) {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_TIMEOUT,
        Outcome.TIMEOUT,
        "The provider took too long: " + what,
        null,
        cause);
  }
}
