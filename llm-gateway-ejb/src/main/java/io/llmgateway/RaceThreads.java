package io.llmgateway;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for attempts that are raced; they use nothing of the container. There are as many as
 * there are such attempts, of which each belongs to a request in flight.
 */
@Dependent
class RaceThreads implements Executor {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ExecutorService threads = Executors.newCachedThreadPool(RaceThreads::thread);

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "llm-gateway-race-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(RaceThreads.class.getClassLoader());
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
