package io.llmgateway.api.exchange;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Logger;

/**
 * A thread for each request in flight, on which it may wait as long as it needs: a virtual one
 * where the JDK has them without pinning (24 and later, JEP 491), else one of a pool that grows.
 * How many there may be is the business of {@link InFlight}.
 *
 * <p>The server's own managed executors are made for short work: on both servers a thousand streams
 * starve in them.
 */
@ApplicationScoped
public class RequestExecutor {
  private static final Logger LOG = Logger.getLogger(RequestExecutor.class.getName());
  private static final int FIRST_JDK_WITHOUT_PINNING = 24;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory managedThreads;

  @Resource(lookup = "java:comp/DefaultContextService")
  private ContextService contexts;

  private ExecutorService threads;
  private Executor inApplication;

  @PostConstruct
  void start() {
    if (Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING) {
      threads = virtualThreads();
      // a virtual thread knows nothing of the application: its class loader and names are put on
      inApplication = contexts.currentContextExecutor();
    } else {
      threads = Executors.newCachedThreadPool(managedThreads);
      inApplication = Runnable::run;
    }
    LOG.fine(() -> "requests wait on " + threads);
  }

  /**
   * @throws RejectedExecutionException when the application is stopping
   */
  public void execute(Runnable task) {
    threads.execute(() -> inApplication.execute(task));
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }

  /**
   * {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-", 0).factory())}.
   */
  private static ExecutorService virtualThreads() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> builderType = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object builder =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builderType)).invoke();
      builder =
          lookup
              .findVirtual(
                  builderType, "name", MethodType.methodType(builderType, String.class, long.class))
              .invoke(builder, "gateway-", 0L);
      ThreadFactory factory =
          (ThreadFactory)
              lookup
                  .findVirtual(builderType, "factory", MethodType.methodType(ThreadFactory.class))
                  .invoke(builder);
      return (ExecutorService)
          lookup
              .findStatic(
                  Executors.class,
                  "newThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class, ThreadFactory.class))
              .invoke(factory);
    } catch (Throwable e) {
      throw new IllegalStateException("this JDK should have virtual threads", e);
    }
  }
}
