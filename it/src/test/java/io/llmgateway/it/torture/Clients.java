package io.llmgateway.it.torture;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Clients that call without a pause until they are stopped, and keep what they received. */
final class Clients {
  private static final Duration BREATH_AFTER_A_FAILURE = Duration.ofMillis(50);

  private final Tenant tenant;
  private final String model;
  private final CountDownLatch ended;
  private final Map<String, Errand> sent = new ConcurrentHashMap<>();
  private final Set<String> whole = ConcurrentHashMap.newKeySet();
  private final Set<String> wrong = ConcurrentHashMap.newKeySet();
  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
  private final AtomicInteger answers = new AtomicInteger();
  private volatile boolean stopped;
  private volatile int round;

  Clients(Tenant tenant, String model, int count, long seed) {
    this.tenant = tenant;
    this.model = model;
    this.ended = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      String name = "c" + i;
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> work(name, random), "client-" + name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** From now on, request ids begin with this number, so that a loss can be dated. */
  void round(int number) {
    round = number;
  }

  /** How many answers were received whole until now. */
  int answers() {
    return answers.get();
  }

  /** Lets each client end what it does. */
  void stop(Duration atMost) throws InterruptedException {
    stopped = true;
    if (!ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError(ended.getCount() + " clients still wait for an answer");
    }
  }

  Map<String, Errand> sent() {
    return sent;
  }

  /** The ids of the requests whose answers were received whole. */
  Set<String> whole() {
    return whole;
  }

  /** The ids of the requests whose answers look whole, and are not what the provider said. */
  Set<String> wrong() {
    return wrong;
  }

  /** How often each thing happened to a request. */
  Map<String, LongAdder> outcomes() {
    return outcomes;
  }

  private void work(String name, Random random) {
    try {
      for (int i = 0; !stopped; i++) {
        Errand errand = Errand.random("r" + round + name + "n" + i, random);
        sent.put(errand.id(), errand);
        String outcome = run(errand);
        outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
        if (!outcome.equals("200") && !outcome.equals("left")) {
          LockSupport.parkNanos(BREATH_AFTER_A_FAILURE.toNanos());
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private String run(Errand errand) {
    try {
      return errand.kind().streamed() ? stream(errand) : whole(errand);
    } catch (RuntimeException e) {
      return "broken connection";
    }
  }

  private String whole(Errand errand) {
    Reply reply =
        tenant
            .http()
            .post(
                "/v1/chat/completions",
                tenant.chat(model, errand.text()),
                "x-request-id",
                errand.id());
    if (reply.status() == 200) {
      received(errand, reply.json().at("choices", 0, "message", "content").text());
      return "200";
    }
    return refused(reply.status(), reply.header("retry-after"));
  }

  private String stream(Errand errand) {
    try (EventStream stream =
        tenant.http().stream(
            "/v1/chat/completions",
            tenant.chat(model, errand.text(), ",\"stream\":true"),
            "x-request-id",
            errand.id())) {
      if (stream.status() != 200) {
        return refused(stream.status(), stream.header("retry-after"));
      }
      if (errand.kind() == Errand.Kind.LEFT && stream.nextText() != null) {
        return "left";
      }
      List<String> events = stream.rest();
      if (events.isEmpty() || !events.get(events.size() - 1).equals("[DONE]")) {
        return "stream without end";
      }
      received(errand, EventStream.text(events));
      return "200";
    }
  }

  private static String refused(int status, String retryAfter) {
    return status + (retryAfter == null ? "" : " retry-after");
  }

  private void received(Errand errand, String text) {
    whole.add(errand.id());
    if (!errand.text().equals(text)) {
      wrong.add(errand.id());
    }
    answers.incrementAndGet();
  }
}
