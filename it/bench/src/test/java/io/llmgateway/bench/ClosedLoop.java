package io.llmgateway.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fixed number of connections, each sending the next request as soon as it has its answer. */
final class ClosedLoop {
  private final byte[] request;
  private final Tally tally = new Tally();
  private final CountDownLatch stopped;
  private volatile boolean stopping;

  private ClosedLoop(byte[] request, int connections) {
    this.request = request;
    this.stopped = new CountDownLatch(connections);
  }

  /**
   * @param cpuPer1000 CPU seconds of the target's processes per 1,000 requests
   */
  record Result(double perSecond, double cpuPer1000, Tally tally) {}

  static Result run(Target target, byte[] request, int connections, int seconds)
      throws IOException, InterruptedException {
    ClosedLoop loop = new ClosedLoop(request, connections);
    try (LoadClient client = new LoadClient(target.port(), connections, loop::finished)) {
      double cpu = target.process().cpuSeconds();
      long start = System.nanoTime();
      for (int i = 0; i < connections; i++) {
        client.take().send(new Exchange(request, false, start, null));
      }
      TimeUnit.SECONDS.sleep(seconds);
      long count = loop.tally.answers();
      double elapsed = (System.nanoTime() - start) / 1e9;
      cpu = target.process().cpuSeconds() - cpu;
      loop.stopping = true;
      if (!loop.stopped.await(30, TimeUnit.SECONDS)) {
        loop.tally.fault(loop.stopped.getCount() + " requests without an answer");
      }
      return new Result(count / elapsed, cpu * 1_000 / count, loop.tally);
    }
  }

  private void finished(LoadClient.Connection connection, Exchange exchange) {
    tally.count(exchange);
    if (stopping || !connection.alive()) {
      stopped.countDown();
    } else {
      connection.send(new Exchange(request, false, exchange.endNanos, null));
    }
  }
}
