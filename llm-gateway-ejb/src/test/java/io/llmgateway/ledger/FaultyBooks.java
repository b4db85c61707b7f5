package io.llmgateway.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;

/** Books whose database can be taken away, lose an answer, or be made to wait. */
final class FaultyBooks {
  private final TestDatabase.Node node;

  /** While true, every call fails without effect. */
  volatile boolean away;

  /** While true, the next batch commits, and then its answer is lost. */
  volatile boolean loseNextAnswer;

  /** While true, the next traces of calls in flight are committed, and then the answer is lost. */
  volatile boolean loseNextTraces;

  /** A call for a batch takes a permit first. */
  final Semaphore batches = new Semaphore(Integer.MAX_VALUE);

  FaultyBooks(TestDatabase.Node node) {
    this.node = node;
  }

  /**
   * @return the node, with a database that may fail it
   */
  TestDatabase.Node node() {
    return new TestDatabase.Node(
        node.self(), proxy(Books.class, node.books()), proxy(Nodes.class, node.nodes()));
  }

  private <T> T proxy(Class<T> type, T sound) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(sound, method, arguments)));
  }

  private Object call(Object sound, Method method, Object[] arguments) throws Throwable {
    boolean batch = method.getName().equals("post");
    if (batch) {
      batches.acquire();
    }
    if (away) {
      throw new IllegalStateException("the database is away");
    }
    Object result;
    try {
      result = method.invoke(sound, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (loseNextTraces && method.getName().equals("recordHolds")) {
      loseNextTraces = false;
      throw new IllegalStateException("the connection broke after the commit");
    }
    if (batch && loseNextAnswer) {
      loseNextAnswer = false;
      throw new IllegalStateException("the connection broke after the commit");
    }
    return result;
  }
}
