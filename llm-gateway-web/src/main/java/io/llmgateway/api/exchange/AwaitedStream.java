package io.llmgateway.api.exchange;

import io.llmgateway.api.error.ErrorEnvelope;
import io.llmgateway.api.error.ErrorMapper;
import io.llmgateway.api.json.JsonBytes;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A stream that has been asked for and has not begun: candidates are tried, pauses are kept. When
 * that takes long, the response begins without it, with a comment, so that nobody on the way takes
 * the connection for dead. The status is 200 from then on, and a request that fails after all ends
 * with an error event, without {@code [DONE]}.
 *
 * <p>The request's own thread goes on working meanwhile; the response is written by another one,
 * which is handed the answer when it is there.
 */
final class AwaitedStream implements KeptAlive, StreamingOutput {
  private enum State {
    WAITING,
    BEGUN,
    ANSWERED
  }

  private final Exchange exchange;
  private final Consumer<StreamingOutput> respond;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CompletableFuture<EventStreamBody> answer = new CompletableFuture<>();
  private final CountDownLatch written = new CountDownLatch(1);
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long lastWrite = System.nanoTime();
  private OutputStream open;

  /**
   * @param respond begins the response with status 200; returns when its body has been written
   */
  AwaitedStream(Exchange exchange, Consumer<StreamingOutput> respond) {
    this.exchange = exchange;
    this.respond = respond;
  }

  /**
   * The answer is there, or never will be.
   *
   * @return false when the response has begun already, so that it goes on with {@link #end}
   */
  boolean answered() {
    return state.compareAndSet(State.WAITING, State.ANSWERED);
  }

  /** Ends the response that has begun with the answer; returns when it has been written. */
  void end(EventStreamBody stream) {
    answer.complete(stream);
    awaitWritten();
  }

  /** Ends the response that has begun with an error event; returns when that has been written. */
  void end(RuntimeException failure) {
    answer.completeExceptionally(failure);
    awaitWritten();
  }

  private void awaitWritten() {
    try {
      written.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean silentFor(long nanos) {
    return state.get() != State.ANSWERED
        && System.nanoTime() - lastWrite >= nanos
        && !writing.isLocked();
  }

  @Override
  public void beat() {
    if (state.compareAndSet(State.WAITING, State.BEGUN)) {
      begin();
    } else {
      comment();
    }
  }

  private void begin() {
    lastWrite = System.nanoTime();
    try {
      respond.accept(this);
    } finally {
      written.countDown();
    }
  }

  @Override
  public void write(OutputStream out) {
    try {
      open(out);
      EventStreamBody stream = awaitAnswer(out);
      if (stream != null) {
        stream.write(out);
      }
    } catch (IOException e) {
      exchange.client().cancel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first flush sends the headers: Open Liberty holds back what follows until the next. */
  private void open(OutputStream out) throws IOException {
    writing.lock();
    try {
      out.flush();
      open = out;
    } finally {
      writing.unlock();
    }
    comment();
  }

  private void comment() {
    if (!writing.tryLock()) {
      return;
    }
    try {
      if (open != null) {
        open.write(EventStreamBody.HEARTBEAT);
        open.flush();
        lastWrite = System.nanoTime();
      }
    } catch (IOException e) {
      open = null;
      exchange.client().cancel();
    } finally {
      writing.unlock();
    }
  }

  /**
   * @return null when there is none, which has been written then
   */
  private EventStreamBody awaitAnswer(OutputStream out) throws IOException, InterruptedException {
    try {
      EventStreamBody stream = answer.get();
      shut();
      return stream;
    } catch (ExecutionException e) {
      shut();
      String requestId = exchange.call().requestId();
      ErrorEnvelope error = ErrorMapper.envelope(e.getCause(), requestId);
      exchange.access().failed(error.code().code());
      new JsonBytes(256).ascii("data: ").raw(error.json()).ascii("\n\n").writeTo(out);
      out.flush();
      return null;
    }
  }

  /** From here on nothing but the answer is written. */
  private void shut() {
    writing.lock();
    try {
      open = null;
    } finally {
      writing.unlock();
    }
  }
}
