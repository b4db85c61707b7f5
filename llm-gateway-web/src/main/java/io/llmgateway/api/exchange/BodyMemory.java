package io.llmgateway.api.exchange;

import io.llmgateway.HttpConfiguration;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The bytes of all request bodies in flight together, which are bounded: each is in memory, as a
 * document of several times its size, until its request has ended.
 */
@ApplicationScoped
public class BodyMemory {
  private static final Duration SHED_WAIT = Duration.ofSeconds(2);

  private final LongSupplier limit;
  private final AtomicLong used = new AtomicLong();

  @Inject
  public BodyMemory(HttpConfiguration configuration) {
    this(() -> configuration.current().maxInflightBytes());
  }

  /** For the container's proxy only. */
  protected BodyMemory() {
    this(() -> 0);
  }

  BodyMemory(LongSupplier limit) {
    this.limit = limit;
  }

  /**
   * @return what one request has of it: nothing yet
   */
  public Share share() {
    return new Share(this);
  }

  /**
   * @return bytes that are taken now
   */
  long used() {
    return used.get();
  }

  /** What one request has; given back once, at its end. For one thread at a time. */
  public static final class Share implements AutoCloseable {
    private final BodyMemory memory;
    private long taken;

    private Share(BodyMemory memory) {
      this.memory = memory;
    }

    /**
     * @param bytes that the request has from now on, all together
     * @throws ChatException.Final OVERLOADED when there is no room for them
     */
    void grow(long bytes) {
      long more = bytes - taken;
      if (more > 0 && memory.used.addAndGet(more) > memory.limit.getAsLong()) {
        memory.used.addAndGet(-more);
        throw new ChatException.Final(
            ErrorCode.OVERLOADED,
            "Too many bytes of requests are in flight, try again.",
            null,
            SHED_WAIT);
      }
      taken += Math.max(0, more);
    }

    @Override
    public void close() {
      memory.used.addAndGet(-taken);
      taken = 0;
    }
  }
}
