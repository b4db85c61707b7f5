package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One answer on its way in. Used by one thread; {@link #abort()} may be called by any.
 *
 * <p>The deadlines of the attempt run until {@link #close}.
 */
public final class UpstreamExchange implements AutoCloseable {
  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int DRAIN_BYTES = 8 * 1024;

  private final int status;
  private final Function<String, String> headers;
  private final UpstreamBody body;
  private final Attempt attempt;
  private final Runnable release;
  private final boolean reusable;
  private boolean closed;

  /**
   * @param release ends the watch over the attempt and gives the connection back; called once
   * @param reusable whether the connection serves another request once the body is read to its end
   */
  UpstreamExchange(
      int status,
      Function<String, String> headers,
      InputStream body,
      Attempt attempt,
      Runnable release,
      boolean reusable) {
    this.status = status;
    this.headers = headers;
    this.body = new UpstreamBody(body, attempt);
    this.attempt = attempt;
    this.release = release;
    this.reusable = reusable;
  }

  public int status() {
    return status;
  }

  /**
   * @param name in any case
   * @return the header's first value, or null
   */
  public String header(String name) {
    return headers.apply(name);
  }

  /**
   * @return the decoded body. A read returns as soon as any byte is there, and throws {@link
   *     ChatException.Retryable} (never an {@link IOException}) with TIMEOUT, CANCELLED, CUT or
   *     INVALID. Never null; empty when there is no body
   */
  public InputStream body() {
    return body;
  }

  /**
   * Reads what came with a status that is no success. The status says the most of it, so that a
   * body that breaks off, falls quiet (for two seconds) or can not be decoded takes nothing from
   * it.
   *
   * @param max bytes at the most
   * @return the body's beginning, as far as it came
   * @throws ChatException.Retryable CANCELLED only
   */
  public byte[] refusal(int max) {
    attempt.draining(LINGER_NANOS);
    AnswerReader reader = new AnswerReader(body);
    try {
      return reader.beginning(max);
    } catch (ChatException.Retryable e) {
      if (e.outcome() == Outcome.CANCELLED) {
        throw e;
      }
      return reader.unread(max);
    }
  }

  /** Says that the first useful event has arrived: from now on the idle deadline runs. */
  public void begun() {
    attempt.begun();
  }

  /**
   * Says that the answer is whole, but for a word that the provider may still say. From now on it
   * has two seconds, after which reading fails with TIMEOUT.
   */
  public void whole() {
    attempt.draining(LINGER_NANOS);
  }

  /** Frees a blocked reader and closes the connection. */
  public void abort() {
    attempt.cancel();
  }

  /**
   * Gives the connection back when the answer is complete, and closes it otherwise. Idempotent;
   * never throws.
   *
   * @param complete whether the end of the answer was seen. What then is left to read (the last
   *     chunk's trailer) is waited for 200 ms at the most
   */
  public void close(boolean complete) {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!complete || !reusable || !drained()) {
        abort();
      }
    } finally {
      release.run();
    }
  }

  /** Closes the connection, whatever was read. */
  @Override
  public void close() {
    close(false);
  }

  private boolean drained() {
    attempt.draining(DRAIN_NANOS);
    byte[] rest = new byte[1024];
    try {
      for (int read = 0; read < DRAIN_BYTES; ) {
        int count = body.read(rest, 0, rest.length);
        if (count < 0) {
          return true;
        }
        read += count;
      }
    } catch (ChatException e) {
      return false;
    }
    return false;
  }
}
