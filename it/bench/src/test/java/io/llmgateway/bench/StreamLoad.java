package io.llmgateway.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many event streams, all begun at once. */
final class StreamLoad {
  private final Latencies first = new Latencies();
  private final Latencies lags = new Latencies();
  private final Tally tally = new Tally();
  private final CountDownLatch missing;
  private int complete;
  private long events;

  private StreamLoad(int streams) {
    this.missing = new CountDownLatch(streams);
  }

  /**
   * @param lags from the sending of an event by the upstream to its arrival
   * @param residentMiB peak of the target's resident memory while the streams ran
   */
  record Result(
      int complete, long events, Latencies first, Latencies lags, long residentMiB, Tally tally) {}

  static Result run(Target target, byte[] request, int streams, int chunks, int seconds)
      throws IOException, InterruptedException {
    StreamLoad load = new StreamLoad(streams);
    LoadClient.Listener listener = (c, exchange) -> load.finished(exchange, chunks);
    try (LoadClient client = new LoadClient(target.port(), streams, listener)) {
      long start = System.nanoTime();
      for (int i = 0; i < streams; i++) {
        client.take().send(new Exchange(request, true, start, load.lags));
      }
      long resident = 0;
      for (int i = 0; i < seconds * 6 && load.missing.getCount() > 0; i++) {
        load.missing.await(500, TimeUnit.MILLISECONDS);
        resident = Math.max(resident, target.process().residentMiB());
      }
      if (load.missing.getCount() > 0) {
        load.tally.fault(load.missing.getCount() + " streams without an end");
      }
      return new Result(load.complete, load.events, load.first, load.lags, resident, load.tally);
    }
  }

  private void finished(Exchange exchange, int chunks) {
    tally.count(exchange);
    events += exchange.events;
    if (exchange.good() && exchange.events == chunks) {
      complete++;
    }
    if (exchange.events > 0) {
      first.add(exchange.firstEventNanos - exchange.dueNanos);
    }
    missing.countDown();
  }
}
