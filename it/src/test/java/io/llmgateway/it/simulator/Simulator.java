package io.llmgateway.it.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider on the loopback interface. A request is answered by the next script that was queued
 * for its model, else by the model's standing responder, else as a well-behaved provider would
 * ({@link Answers}).
 */
public final class Simulator implements AutoCloseable {
  private static final int BACKLOG = 4096;

  private final ServerSocket server;
  private final ExecutorService threads = newThreads();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Responder> standing = new ConcurrentHashMap<>();
  private final Map<String, Deque<Responder>> queued = new ConcurrentHashMap<>();
  private final ReceivedLog received = new ReceivedLog();
  private final AtomicLong connections = new AtomicLong();
  private volatile boolean remembering = true;
  private volatile Responder fallback = Answers::answer;

  private Simulator(ServerSocket server) {
    this.server = server;
  }

  /** Starts on a free port. */
  public static Simulator start() {
    return start(0);
  }

  public static Simulator start(int port) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      Simulator simulator = new Simulator(server);
      Thread acceptor = new Thread(simulator::accept, "simulator-acceptor");
      acceptor.setDaemon(true);
      acceptor.start();
      return simulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs until it is killed; prints its base URL. Argument: the port, 0 for a free one. */
  public static void main(String[] args) throws InterruptedException {
    Simulator simulator = start(args.length > 0 ? Integer.parseInt(args[0]) : 0);
    simulator.remember(false);
    System.out.println(simulator.baseUrl());
    Thread.currentThread().join();
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * @return the address to which {@code /chat/completions} is appended
   */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  public ReceivedLog received() {
    return received;
  }

  /** Whether requests are kept in the log; off for load. */
  public void remember(boolean on) {
    remembering = on;
  }

  /** From now on, requests for the model are answered so. */
  public void on(String model, Responder responder) {
    standing.put(model, responder);
  }

  /** The next requests for the model are answered so, one each. */
  public void next(String model, Responder... responders) {
    Deque<Responder> queue = queued.computeIfAbsent(model, m -> new ArrayDeque<>());
    synchronized (queue) {
      queue.addAll(List.of(responders));
    }
  }

  /** Answers every request for which nothing else was said. */
  public void otherwise(Responder responder) {
    fallback = responder;
  }

  Script scriptFor(Exchange exchange) {
    if (remembering) {
      received.add(exchange);
    }
    if (!standing.isEmpty() || !queued.isEmpty()) {
      Responder next = nextFor(exchange.model());
      if (next != null) {
        return next.answer(exchange);
      }
      Responder responder = standing.get(exchange.model());
      if (responder != null) {
        return responder.answer(exchange);
      }
    }
    return fallback.answer(exchange);
  }

  void forget(Socket socket) {
    open.remove(socket);
  }

  private Responder nextFor(String model) {
    Deque<Responder> queue = queued.get(model);
    if (queue == null) {
      return null;
    }
    synchronized (queue) {
      return queue.poll();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(new Connection(this, socket, connections.incrementAndGet()));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Virtual threads where the JDK has them (21), else a cached pool of daemon threads. */
  private static ExecutorService newThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulator");
            thread.setDaemon(true);
            return thread;
          });
    }
  }
}
