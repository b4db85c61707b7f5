package io.llmgateway.api.exchange;

import io.llmgateway.HttpConfiguration;
import io.llmgateway.api.error.ErrorMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Runs the slow part of a request, which waits for models, on a thread of its own: within the limit
 * of requests in flight, watched for a client that goes away, and logged at its end.
 */
@ApplicationScoped
public class Exchanges {
  private final HttpConfiguration configuration;
  private final InFlight inFlight;
  private final ClientConnectionWatch connections;
  private final RequestExecutor executor;
  private final ErrorMapper errors = new ErrorMapper();

  @Inject
  public Exchanges(
      HttpConfiguration configuration,
      InFlight inFlight,
      ClientConnectionWatch connections,
      RequestExecutor executor) {
    this.configuration = configuration;
    this.inFlight = inFlight;
    this.connections = connections;
    this.executor = executor;
  }

  /** For the container's proxy only. */
  protected Exchanges() {
    this(null, null, null, null);
  }

  /**
   * Returns at once; the answer goes out when the work is done.
   *
   * @param work makes the response, whose entity is written on the same thread; what it throws is
   *     answered as an error
   */
  public void run(HttpServletRequest http, AsyncResponse response, Supplier<Response> work) {
    Exchange exchange = Exchange.of(http);
    InFlight.Place place =
        inFlight.enter(exchange.call().cancellation(), configuration.current().maxConcurrent());
    ClientConnectionWatch.Watch watch;
    try {
      watch = connections.watch(http, exchange.call().cancellation());
      exchange.detach();
      executor.execute(
          () -> {
            try (place;
                watch) {
              answer(exchange, response, work);
            }
          });
    } catch (RejectedExecutionException e) {
      place.close();
      throw e;
    }
  }

  private void answer(Exchange exchange, AsyncResponse response, Supplier<Response> work) {
    Response result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      result = errors.toResponse(e);
    }
    int status = result.getStatus();
    response.resume(result);
    exchange.access().log(status);
  }
}
