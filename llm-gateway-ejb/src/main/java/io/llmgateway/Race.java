package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Attempts of one request that run at the same time, each on a thread of its own. The request's
 * thread starts them and waits for them; what is still running when the race is over is cancelled,
 * and what it gives nevertheless is discarded.
 *
 * @param <T> an answer that has begun
 */
final class Race<T> {
  private final Executor threads;
  private final Cancellation call;
  private final Consumer<T> discard;
  private final BlockingQueue<Runner<T>> finished = new LinkedBlockingQueue<>();
  private final List<Runner<T>> running = new ArrayList<>(2);
  private boolean over;

  /** One attempt in the race; its end is read by the request's thread. */
  static final class Runner<T> {
    private final Attempt attempt;
    private final Cancellation cancellation = new Cancellation();
    private T value;
    private ChatException failure;

    private Runner(Attempt attempt) {
      this.attempt = attempt;
    }

    Attempt attempt() {
      return attempt;
    }

    /**
     * @return what the attempt gave, or null when it failed
     */
    T value() {
      return value;
    }

    /**
     * @return why the attempt gave nothing, or null when it did
     */
    ChatException failure() {
      return failure;
    }
  }

  /**
   * @param call whose cancellation ends every attempt
   */
  Race(Executor threads, Cancellation call, Consumer<T> discard) {
    this.threads = threads;
    this.call = call;
    this.discard = discard;
  }

  void start(Attempt attempt, Function<Cancellation, T> begin) {
    Runner<T> runner = new Runner<>(attempt);
    running.add(runner);
    call.onCancel(runner.cancellation::cancel);
    threads.execute(() -> run(runner, begin));
  }

  private void run(Runner<T> runner, Function<Cancellation, T> begin) {
    try {
      runner.value = begin.apply(runner.cancellation);
    } catch (ChatException e) {
      runner.failure = e;
    } catch (RuntimeException | Error e) {
      runner.failure = Failures.unexpected(e);
    }
    boolean late;
    synchronized (this) {
      late = over;
      if (!late) {
        finished.add(runner);
      }
    }
    if (late && runner.value != null) {
      discard.accept(runner.value);
    }
  }

  /**
   * Waits for the next attempt to end.
   *
   * @param nanos how long at the most
   * @return null when none has ended by then
   * @throws ChatException when this thread is to stop waiting
   */
  Runner<T> await(long nanos) {
    try {
      Runner<T> runner = finished.poll(nanos, TimeUnit.NANOSECONDS);
      running.remove(runner);
      return runner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.cancel();
      throw Failures.clientGone();
    }
  }

  boolean anyRunning() {
    return !running.isEmpty();
  }

  /**
   * Ends the race: what still runs is cancelled at once.
   *
   * @return the attempts that have lost
   */
  List<Attempt> end() {
    List<Runner<T>> ended;
    synchronized (this) {
      over = true;
      ended = new ArrayList<>(finished);
    }
    List<Attempt> lost = running.stream().map(Runner::attempt).toList();
    running.forEach(runner -> runner.cancellation.cancel());
    running.clear();
    ended.stream().map(Runner::value).filter(v -> v != null).forEach(discard);
    return lost;
  }
}
