package io.llmgateway.admission;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The limits of channels: {@code gateway.channel.<name>.limit.*}. A channel over its limit is not
 * asked; the next candidate is.
 */
@ApplicationScoped
public class ChannelLimits {
  private final LimitBook book;

  @Inject
  public ChannelLimits(LimitBook book) {
    this.book = book;
  }

  /** For the container's proxy only. */
  protected ChannelLimits() {
    this(null);
  }

  /** One attempt that counts against its channel until it is done. */
  public static final class Permit {
    private final Meter meter;
    private final long reserved;
    private boolean done;

    Permit(Meter meter, long reserved) {
      this.meter = meter;
      this.reserved = reserved;
    }

    /**
     * The attempt is over. Only the first call counts.
     *
     * @param tokensUsed 0 or more
     */
    public synchronized void done(long tokensUsed) {
      if (meter != null && !done) {
        done = true;
        meter.leave(reserved, tokensUsed);
      }
    }

    /** The attempt was not made after all, and does not count. */
    public synchronized void withdraw() {
      if (meter != null && !done) {
        done = true;
        meter.withdraw(reserved);
      }
    }
  }

  /**
   * Counts an attempt; waits only for permits that are on their way from other nodes, as {@link
   * LimitBook#enter}.
   *
   * @param tokens how many the attempt may use, by estimate
   * @return null when the channel is over its limit
   */
  public Permit tryAcquire(String channel, long tokens) {
    Meter meter = book.channel(channel);
    if (meter == null) {
      return new Permit(null, 0);
    }
    return book.enter(channel, meter, tokens) ? new Permit(meter, tokens) : null;
  }

  /**
   * @return when a channel that is over its limit may have room for so many tokens; zero when it
   *     has, null when it never will
   */
  public Duration retryAfter(String channel, long tokens) {
    Meter meter = book.channel(channel);
    return meter == null ? Duration.ZERO : meter.untilFree(tokens);
  }
}
