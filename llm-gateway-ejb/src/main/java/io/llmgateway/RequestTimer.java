package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.telemetry.GatewayMetrics;
import java.time.Duration;

/** Measures one request from its admission to its end, and reports once. */
final class RequestTimer {
  private final Demand demand;
  private final String model;
  private final GatewayMetrics metrics;
  private final long start = System.nanoTime();
  private long upstreamNanos;
  private boolean streaming;
  private boolean ended;

  /**
   * @param known whether there is a model of the name that the request gives
   */
  RequestTimer(Demand demand, boolean known, GatewayMetrics metrics) {
    this.demand = demand;
    this.model = known ? demand.model() : "unknown";
    this.metrics = metrics;
  }

  /** The first useful event is there; until now only providers were waited for. */
  void firstToken() {
    metrics.firstToken(model, Duration.ofNanos(System.nanoTime() - start));
    if (demand.streamed()) {
      streaming = true;
      metrics.streamOpened();
    }
  }

  void upstream(long nanos) {
    upstreamNanos += nanos;
  }

  void ended(RuntimeException failure) {
    if (demand.call().cancellation().cancelled()) {
      ended("client_gone");
    } else {
      ended(failure instanceof ChatException e ? e.code().code() : ErrorCode.INTERNAL_ERROR.code());
    }
  }

  /**
   * @param outcome {@code ok}, {@code client_gone}, or an error code
   */
  void ended(String outcome) {
    if (ended) {
      return;
    }
    ended = true;
    long total = System.nanoTime() - start;
    if (streaming) {
      metrics.streamClosed();
    }
    metrics.requestEnded(demand.operation(), model, outcome, Duration.ofNanos(total));
    metrics.overhead(demand.operation(), Duration.ofNanos(Math.max(0, total - upstreamNanos)));
  }
}
