package io.llmgateway.api.exchange;

import io.llmgateway.HttpConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends a comment in each stream that has been silent for {@code gateway.stream.heartbeat}, so that
 * no proxy on the way takes it for dead, be it before or after its beginning. Looks once a second,
 * and only while there are streams.
 */
@ApplicationScoped
public class Heartbeats {
  private static final Logger LOG = Logger.getLogger(Heartbeats.class.getName());
  private static final long PERIOD_MILLIS = 1_000;

  private final Set<KeptAlive> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();
  private final HttpConfiguration configuration;
  private final RequestExecutor executor;

  @Inject
  public Heartbeats(HttpConfiguration configuration, RequestExecutor executor) {
    this.configuration = configuration;
    this.executor = executor;
  }

  /** For the container's proxy only. */
  protected Heartbeats() {
    this(null, null);
  }

  /** Keeps a stream alive until {@link #remove}. */
  void add(KeptAlive stream) {
    streams.add(stream);
    if (running.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  void remove(KeptAlive stream) {
    streams.remove(stream);
  }

  private void run() {
    try {
      do {
        Thread.sleep(PERIOD_MILLIS);
        beat();
      } while (!streams.isEmpty());
    } catch (InterruptedException | RejectedExecutionException e) {
      LOG.log(Level.FINE, "the application stops", e);
      return;
    } finally {
      running.set(false);
    }
    if (!streams.isEmpty() && running.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  /** A client that does not read blocks the thread that writes, so each stream has its own. */
  private void beat() {
    long silence = configuration.current().heartbeat().toNanos();
    for (KeptAlive stream : streams) {
      if (stream.silentFor(silence)) {
        executor.execute(stream::beat);
      }
    }
  }
}
