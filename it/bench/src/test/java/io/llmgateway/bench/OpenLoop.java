package io.llmgateway.bench;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that arrive at a fixed rate, whatever became of the earlier ones (an open model). Time
 * counts from the moment a request was due, so a stall is charged to every request that it delayed
 * ("coordinated omission" does not happen).
 */
final class OpenLoop {
  private static final int CONNECTIONS = 64;
  private static final long PATIENCE_SECONDS = 30;

  private final Target target;
  private final byte[] request;
  private final boolean streaming;
  private final Latencies whole = new Latencies();
  private final Latencies first = new Latencies();
  private final Tally tally = new Tally();
  private final ConcurrentLinkedQueue<Exchange> waiting = new ConcurrentLinkedQueue<>();
  private LoadClient client;
  private CountDownLatch missing;

  private OpenLoop(Target target, byte[] request, boolean streaming) {
    this.target = target;
    this.request = request;
    this.streaming = streaming;
  }

  /** Time to the whole answer, and for streams to the first event with content. */
  record Result(Latencies whole, Latencies first, Tally tally) {}

  static Result run(Target target, byte[] request, boolean streaming, int perSecond, int seconds)
      throws IOException, InterruptedException {
    return new OpenLoop(target, request, streaming).run(perSecond, seconds);
  }

  private Result run(int perSecond, int seconds) throws IOException, InterruptedException {
    int count = perSecond * seconds;
    missing = new CountDownLatch(count);
    client = new LoadClient(target.port(), CONNECTIONS, this::finished);
    long interval = 1_000_000_000L / perSecond;
    long start = System.nanoTime() + interval;
    for (int i = 0; i < count; i++) {
      long due = start + i * interval;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(new Exchange(request, streaming, due, null));
    }
    if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      tally.fault(missing.getCount() + " requests without an answer");
    }
    client.close();
    return new Result(whole, first, tally);
  }

  private void send(Exchange exchange) {
    LoadClient.Connection connection = client.take();
    if (connection != null) {
      connection.send(exchange);
      return;
    }
    waiting.add(exchange);
    LoadClient.Connection freed = client.take();
    if (freed != null) {
      sendWaitingOrGiveBack(freed);
    }
  }

  private void finished(LoadClient.Connection connection, Exchange exchange) {
    whole.add(exchange.endNanos - exchange.dueNanos);
    if (exchange.events > 0) {
      first.add(exchange.firstEventNanos - exchange.dueNanos);
    }
    tally.count(exchange);
    sendWaitingOrGiveBack(connection);
    missing.countDown();
  }

  private void sendWaitingOrGiveBack(LoadClient.Connection connection) {
    Exchange next = waiting.poll();
    if (next != null) {
      connection.send(next);
    } else {
      client.giveBack(connection);
    }
  }
}
