package io.llmgateway.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells a call in flight that nobody waits for it any more. One per call; fires at most once; safe
 * for use by many threads.
 */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>(2);
  private volatile boolean cancelled;

  /** Fires: runs the registered actions on the calling thread, the latest first. */
  public void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = new ArrayList<>(actions);
      actions.clear();
    }
    for (int i = due.size() - 1; i >= 0; i--) {
      due.get(i).run();
    }
  }

  public boolean cancelled() {
    return cancelled;
  }

  /**
   * Registers what is to be done when the call is cancelled; runs it at once when it already is.
   *
   * @param action quick, never blocking, never throwing
   * @return withdraws the action
   */
  public Registration onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return () -> withdraw(action);
      }
    }
    action.run();
    return () -> {};
  }

  private void withdraw(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }

  /** Withdraws a registered action. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
