package io.llmgateway.api.exchange;

import io.llmgateway.HttpConfiguration;
import io.llmgateway.admission.Admission;
import io.llmgateway.api.error.ErrorMapper;
import io.llmgateway.chat.Cancellation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the slow part of a request, which waits for models, on a thread of its own: within the limit
 * of requests in flight, watched for a client that goes away, and logged at its end.
 */
@ApplicationScoped
public class Exchanges {
  private final HttpConfiguration configuration;
  private final InFlight inFlight;
  private final HeapWatch heap;
  private final ClientConnectionWatch connections;
  private final RequestExecutor executor;
  private final Heartbeats heartbeats;
  private final Admission admission;

  @Inject
  public Exchanges(
      HttpConfiguration configuration,
      InFlight inFlight,
      HeapWatch heap,
      ClientConnectionWatch connections,
      RequestExecutor executor,
      Heartbeats heartbeats,
      Admission admission) {
    this.configuration = configuration;
    this.inFlight = inFlight;
    this.heap = heap;
    this.connections = connections;
    this.executor = executor;
    this.heartbeats = heartbeats;
    this.admission = admission;
  }

  /** For the container's proxy only. */
  protected Exchanges() {
    this(null, null, null, null, null, null, null);
  }

  /**
   * Returns at once; the answer goes out when the work is done.
   *
   * @param work makes the response, whose entity is written on the same thread; what it throws is
   *     answered as an error
   */
  public void run(HttpServletRequest http, AsyncResponse response, Supplier<Response> work) {
    Exchange exchange = Exchange.of(http);
    Cancellation cancellation = exchange.call().cancellation();
    if (heap.full()) {
      throw InFlight.overloaded("The gateway is short of memory, try again.");
    }
    InFlight.Place place = inFlight.enter(cancellation, configuration.current().maxConcurrent());
    ClientConnectionWatch.Watch watch = connections.watch(http, exchange.client());
    try {
      exchange.detach();
      executor.execute(
          () -> {
            try (place;
                watch;
                exchange) {
              answer(exchange, response, work);
            }
          });
    } catch (RejectedExecutionException e) {
      watch.close();
      place.close();
      exchange.attach();
      throw InFlight.stopping();
    }
  }

  private void answer(Exchange exchange, AsyncResponse response, Supplier<Response> work) {
    AwaitedStream awaited =
        new AwaitedStream(exchange, body -> response.resume(EventStreamBody.respond(body).build()));
    exchange.whenStreamed(() -> heartbeats.add(awaited));
    Response result = null;
    RuntimeException failure = null;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      heartbeats.remove(awaited);
    }
    int status = Response.Status.OK.getStatusCode();
    if (awaited.answered()) {
      status = respond(response, failure == null ? result : error(failure, exchange));
    } else if (failure == null) {
      kept((EventStreamBody) result.getEntity(), awaited::end);
    } else {
      awaited.end(failure);
    }
    exchange.access().log(status);
  }

  private Response error(RuntimeException failure, Exchange exchange) {
    Response error = ErrorMapper.response(failure, exchange.call().requestId());
    return exchange.caller() == null || exchange.model() == null
        ? error
        : RateLimitHeaders.add(
                Response.fromResponse(error),
                admission.rateLimits(exchange.caller(), exchange.model()))
            .build();
  }

  /**
   * @return the status
   */
  private int respond(AsyncResponse response, Response result) {
    int status = result.getStatus();
    if (result.getEntity() instanceof EventStreamBody stream) {
      kept(stream, body -> response.resume(result));
    } else {
      response.resume(result);
    }
    return status;
  }

  /** Keeps the stream alive while it is written, and ends it afterwards, written or not. */
  private void kept(EventStreamBody stream, Consumer<EventStreamBody> write) {
    heartbeats.add(stream);
    try (stream) {
      write.accept(stream);
    } finally {
      heartbeats.remove(stream);
    }
  }
}
