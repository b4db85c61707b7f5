package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.ledger.EndState;
import io.llmgateway.ledger.UsageSource;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.util.List;

/**
 * An answer that has begun and is being paid for. Its last event is always a {@link
 * ChatEvent.UsageReported} with what is billed, and that one is handed out only after the
 * settlement has been committed.
 *
 * <p>Closing it before the end means that the client went away. Under an Idempotency-Key nobody
 * does that but a gateway that stops: then the answer is broken off, which the client does not pay
 * for, because it could not be given again.
 */
final class PaidAnswer implements Answer {
  private static final JsonObject ESTIMATED_MARK =
      JsonProvider.provider().createObjectBuilder().add("estimated", true).build();

  private static final JsonObject RESCUED_MARK =
      JsonProvider.provider()
          .createObjectBuilder()
          .add("gateway", JsonProvider.provider().createObjectBuilder().add("rescued", true))
          .build();

  /** In characters: what is not streamed is held in memory until its end. */
  private static final long LONGEST_DOCUMENT = 16L << 20;

  private final Attempts attempts;
  private final Rescue rescue;
  private final Bill bill;
  private final RequestTimer timer;
  private final AnswerRecorder recorder;
  private final Delivered delivered = new Delivered();
  private Opening opening;
  private Attempt attempt;
  private Duration firstToken;
  private ChatEvent.UsageReported reported;
  private boolean refused;
  private boolean over;
  private ChatException failure;
  private Duration retryAfter;

  PaidAnswer(
      Attempts.Begun<Opening> begun,
      Attempts attempts,
      Rescue rescue,
      Bill bill,
      RequestTimer timer,
      AnswerRecorder recorder) {
    this.attempts = attempts;
    this.rescue = rescue;
    this.bill = bill;
    this.timer = timer;
    this.recorder = recorder;
    bill.answered();
    goOn(begun);
    timer.firstToken();
  }

  private void goOn(Attempts.Begun<Opening> begun) {
    opening = begun.value();
    attempt = begun.attempt();
    firstToken = attempt.elapsed();
  }

  @Override
  public String channel() {
    return attempt.candidate().channel();
  }

  @Override
  public String upstreamModel() {
    return attempt.candidate().upstreamModel();
  }

  @Override
  public int attempts() {
    return attempts.count();
  }

  @Override
  public List<String> adjusted() {
    return opening.adjusted();
  }

  @Override
  public RateLimitState rateLimits() {
    return bill.admitted().rateLimits();
  }

  @Override
  public ChatEvent next() {
    if (failure != null) {
      throw failure;
    }
    while (!over) {
      ChatEvent event = opening.preamble().isEmpty() ? pull() : opening.preamble().poll();
      if (event == null) {
        return delivered.filtered()
            ? end(EndState.FILTERED, Outcome.FILTER)
            : end(EndState.COMPLETE, Outcome.OK);
      } else if (event instanceof ChatEvent.UsageReported usage) {
        reported = usage;
      } else if (event instanceof ChatEvent.UsageRefused) {
        refused = true;
      } else if (event instanceof ChatEvent.AskedAgain again) {
        delivered.askedAgain(again.said());
      } else {
        delivered.add(event);
        if (!bill.demand().streamed() && delivered.length() > LONGEST_DOCUMENT) {
          throw broken(tooLong());
        }
        recorder.add(event);
        return event;
      }
    }
    return null;
  }

  private ChatEvent pull() {
    long before = System.nanoTime();
    try {
      return opening.rest().next();
    } catch (ChatException e) {
      return afterBreak(e);
    } catch (RuntimeException e) {
      return afterBreak(Failures.unexpected(e));
    } finally {
      timer.upstream(System.nanoTime() - before);
    }
  }

  /**
   * @return what the client learns when somebody goes on with the answer
   */
  private ChatEvent afterBreak(ChatException e) {
    boolean gone = bill.demand().call().cancellation().cancelled();
    Attempts.Begun<Opening> next = gone ? null : rescue.goOn(attempt, e, delivered.continuable());
    if (rescue.wanted() && !gone) {
      bill.rescued(next != null);
    }
    if (next == null) {
      throw broken(e);
    }
    opening.rest().close();
    retryAfter = Failures.retryAfter(e);
    book(EndState.RESCUED, Failures.outcome(e));
    delivered.goesOn();
    reported = null;
    refused = false;
    retryAfter = null;
    goOn(next);
    return new ChatEvent.ResponseFields(RESCUED_MARK);
  }

  private ChatException broken(ChatException e) {
    failure = e;
    boolean gone = bill.demand().call().cancellation().cancelled();
    try {
      if (gone) {
        abort();
      } else {
        retryAfter = Failures.retryAfter(e);
        end(EndState.CUT, Failures.outcome(e));
      }
    } catch (ChatException settlement) {
      e.addSuppressed(settlement);
    }
    return e;
  }

  private static ChatException tooLong() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The provider's answer is longer than the gateway accepts");
  }

  private void abort() {
    end(recorder.part().kept() ? EndState.CUT : EndState.CLIENT_GONE, Outcome.CANCELLED);
  }

  /** Settles; what is thrown here takes the place of the answer's end. */
  private ChatEvent end(EndState endState, Outcome outcome) {
    over = true;
    opening.rest().close();
    ChatEvent.UsageReported billed = book(endState, outcome);
    try {
      settle(endState, billed);
    } catch (ChatException e) {
      failure = e;
      throw e;
    } finally {
      if (outcome == Outcome.CANCELLED) {
        timer.ended("client_gone");
      } else if (failure != null) {
        timer.ended(failure);
      } else {
        timer.ended(outcome == Outcome.FILTER ? ErrorCode.CONTENT_FILTER.code() : "ok");
      }
    }
    return billed;
  }

  private ChatEvent.UsageReported book(EndState endState, Outcome outcome) {
    ChatEvent.UsageReported billed = billed();
    UsageSource source =
        billed == reported
            ? UsageSource.REPORTED
            : refused ? UsageSource.REFUSED_AND_ESTIMATED : UsageSource.ESTIMATED;
    if (source == UsageSource.REPORTED && opening.adjusted().isEmpty() && delivered.single()) {
      bill.counted(attempt, billed.usage());
    }
    bill.add(attempt, outcome, endState, billed.usage(), source, firstToken, retryAfter);
    return billed;
  }

  private void settle(EndState endState, ChatEvent.UsageReported billed) {
    if (endState.charged()) {
      recorder.add(billed);
      bill.settle(recorder.part(), recorder::document);
    } else {
      bill.settle();
    }
  }

  private ChatEvent.UsageReported billed() {
    if (reported != null && plausible(reported.usage())) {
      return reported;
    }
    Usage estimate = delivered.withForgotten(delivered.estimate(bill.demand().body()));
    if (reported != null && reported.usage().outputTokens() > 0) {
      Usage said = reported.usage();
      estimate =
          new Usage(estimate.inputTokens(), said.outputTokens(), 0, 0, said.reasoningTokens());
    }
    return new ChatEvent.UsageReported(estimate, ESTIMATED_MARK);
  }

  /** A count of nothing, for a prompt or for an answer that has text, was not made. */
  private boolean plausible(Usage usage) {
    return usage.inputTokens() > 0 && (usage.outputTokens() > 0 || delivered.nothing());
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    bill.demand().call().cancellation().cancel();
    try {
      abort();
    } catch (ChatException e) {
      System.getLogger(PaidAnswer.class.getName())
          .log(System.Logger.Level.WARNING, "settlement of {0} is late", bill.demand().call().id());
    }
  }
}
