package io.llmgateway.it.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request that the simulator received, and what became of it. Safe for use by many threads. */
public final class Exchange {
  /** How an exchange ended. */
  public enum End {
    /** The script was played to its end. */
    ANSWERED,
    /** The peer closed the connection while the script was being played. */
    PEER_CLOSED,
    /** The script closed or reset the connection. */
    CUT
  }

  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final byte[] body;
  private final long connection;
  private final long receivedNanos = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile End end;
  private volatile long endedNanos;
  private Doc document;

  Exchange(String method, String path, Map<String, String> headers, byte[] body, long connection) {
    this.method = method;
    this.path = path;
    this.headers = headers;
    this.body = body;
    this.connection = connection;
  }

  public String method() {
    return method;
  }

  /**
   * @return the request target, with its query
   */
  public String path() {
    return path;
  }

  /**
   * @param name in lower case
   * @return the value, several joined by {@code ", "}, or null
   */
  public String header(String name) {
    return headers.get(name);
  }

  public Map<String, String> headers() {
    return headers;
  }

  /**
   * @return the decoded (not: decompressed) body
   */
  public String body() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public int bodyLength() {
    return body.length;
  }

  /**
   * @return the body as JSON; an absent value when it is none
   */
  public synchronized Doc json() {
    if (document == null) {
      try {
        document = Doc.parse(body());
      } catch (IllegalArgumentException e) {
        document = new Doc(null);
      }
    }
    return document;
  }

  /**
   * @return the model that was asked for, or an empty text
   */
  public String model() {
    String model = json().at("model").text();
    return model == null ? "" : model;
  }

  /**
   * @return the number of the connection, to see whether connections are reused
   */
  public long connection() {
    return connection;
  }

  /**
   * @return {@link System#nanoTime()} when the request had been read
   */
  public long receivedNanos() {
    return receivedNanos;
  }

  /**
   * @return how it ended, or null while it lasts
   */
  public End end() {
    return end;
  }

  /**
   * Waits until the exchange has ended.
   *
   * @throws AssertionError when it has not within the time
   */
  public End awaitEnd(Duration atMost) {
    try {
      if (!ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(this + " has not ended within " + atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return end;
  }

  /**
   * @return {@link System#nanoTime()} when it ended, 0 while it lasts
   */
  public long endedNanos() {
    return endedNanos;
  }

  void end(End how) {
    if (end == null) {
      endedNanos = System.nanoTime();
      end = how;
      ended.countDown();
    }
  }

  @Override
  public String toString() {
    return method + " " + path + " model=" + model() + " end=" + end;
  }
}
