package io.llmgateway.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;

/** Books whose database can be taken away, lose an answer, or be made to wait. */
final class FaultyBooks {
  private final Books books;

  /** While true, every call fails without effect. */
  volatile boolean away;

  /** While true, the next batch commits, and then its answer is lost. */
  volatile boolean loseNextAnswer;

  /** A call for a batch takes a permit first. */
  final Semaphore batches = new Semaphore(Integer.MAX_VALUE);

  FaultyBooks(Books books) {
    this.books = books;
  }

  Books books() {
    return (Books)
        Proxy.newProxyInstance(
            Books.class.getClassLoader(),
            new Class<?>[] {Books.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    boolean batch = method.getName().equals("post");
    if (batch) {
      batches.acquire();
    }
    if (away) {
      throw new IllegalStateException("the database is away");
    }
    Object result;
    try {
      result = method.invoke(books, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (batch && loseNextAnswer) {
      loseNextAnswer = false;
      throw new IllegalStateException("the connection broke after the commit");
    }
    return result;
  }
}
