package io.llmgateway.bench;

import java.nio.ByteBuffer;

/** One request and what is seen of its answer; times are {@link System#nanoTime()}. */
final class Exchange {
  final ByteBuffer request;
  final boolean streaming;
  private final Latencies lags;

  /** When the request was due, whether or not a connection was free then. */
  final long dueNanos;

  long firstEventNanos;
  long endNanos;
  int status;
  int events;
  long bodyBytes;
  boolean sawDone;

  /** Beginning of the body when the status was not 200, else null. */
  String refusal;

  /** What broke the connection before the answer was complete, or null. */
  String broken;

  /**
   * @param lags takes the time from the sending to the arrival of each event; null for none
   */
  Exchange(byte[] request, boolean streaming, long dueNanos, Latencies lags) {
    this.request = ByteBuffer.wrap(request);
    this.streaming = streaming;
    this.dueNanos = dueNanos;
    this.lags = lags;
  }

  void event(long now, long sentNanos) {
    if (events++ == 0) {
      firstEventNanos = now;
    }
    if (lags != null) {
      lags.add(now - sentNanos);
    }
  }

  /** A complete answer with content; a stream also has its end mark. */
  boolean good() {
    return broken == null && status == 200 && bodyBytes > 0 && (!streaming || sawDone);
  }

  String fault() {
    return broken != null
        ? broken
        : "status " + status + ", " + bodyBytes + " bytes, done " + sawDone + " " + refusal;
  }
}
