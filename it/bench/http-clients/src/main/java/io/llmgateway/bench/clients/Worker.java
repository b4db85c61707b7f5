package io.llmgateway.bench.clients;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** The process of one contender: reads commands from standard input, answers one line each. */
final class Worker {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final Load load;

  private Worker(Load load) {
    this.load = load;
  }

  /** Arguments: name of the contender, port of the upstream. */
  public static void main(String[] args) throws Exception {
    Worker worker = new Worker(new Load(Contender.named(args[0], Integer.parseInt(args[1]))));
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      int count = Integer.parseInt(words[1]);
      System.out.println(
          "posts".equals(words[0])
              ? worker.posts(count)
              : worker.streams(count, Integer.parseInt(words[2]), Integer.parseInt(words[3])));
    }
    System.exit(0);
  }

  /** CPU ns per request, bytes allocated per request, requests per second, failures. */
  private String posts(int requests) throws InterruptedException {
    long allocated = allocated();
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    int failures = load.posts(requests, 64);
    long nanos = System.nanoTime() - start;
    return (SYSTEM.getProcessCpuTime() - cpu) / requests
        + " " + (allocated() - allocated) / requests
        + " " + requests * 1_000_000_000L / nanos
        + " " + failures;
  }

  /** CPU ms in all, live heap and other memory per stream in bytes, threads, missing events. */
  private String streams(int streams, int chunks, int interval) throws Exception {
    long heap = liveHeap();
    long resident = resident();
    LongAdder events = new LongAdder();
    long cpu = SYSTEM.getProcessCpuTime();
    CountDownLatch done = load.streams(streams, "/stream/" + chunks + "/" + interval, events);
    Thread.sleep((long) chunks * interval / 2);
    long beforeLook = SYSTEM.getProcessCpuTime();
    heap = liveHeap() - heap;
    resident = resident() - resident;
    int threads = THREADS.getThreadCount();
    cpu += SYSTEM.getProcessCpuTime() - beforeLook;
    done.await();
    cpu = SYSTEM.getProcessCpuTime() - cpu;
    return cpu / 1_000_000
        + " " + heap / streams
        + " " + resident / streams
        + " " + threads
        + " " + ((long) streams * chunks - events.sum());
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Resident memory; the heap is touched whole at start, so growth is stacks and buffers. */
  private static long resident() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4_096;
  }

  /** Bytes allocated by all threads so far; JDK 17 can only add up those that still live. */
  private static long allocated() {
    try {
      return (long) ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
    } catch (ReflectiveOperationException before21) {
      return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).sum();
    }
  }
}
