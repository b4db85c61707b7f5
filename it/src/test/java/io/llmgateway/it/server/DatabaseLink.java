package io.llmgateway.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a gateway and its database, as a place where a test can cut it. */
public final class DatabaseLink implements AutoCloseable {
  private final GatewayDatabase target;
  private final int targetPort;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean away;

  private DatabaseLink(GatewayDatabase target) throws IOException {
    this.target = target;
    this.targetPort = URI.create(target.url().substring("jdbc:".length())).getPort();
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public static DatabaseLink to(GatewayDatabase target) {
    try {
      return new DatabaseLink(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The database as a gateway is to reach it, through this link. */
  public GatewayDatabase database() {
    return target.at(
        target.url().replace(":" + targetPort + "/", ":" + server.getLocalPort() + "/"));
  }

  /**
   * Resets every connection; new ones are let through.
   *
   * @return how many there were
   */
  public int cut() {
    int count = 0;
    for (Socket socket : open) {
      reset(socket);
      count++;
    }
    return count / 2;
  }

  /** From now on, until {@link #restore()}, the database is away. */
  public void pull() {
    away = true;
    cut();
  }

  public void restore() {
    away = false;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        join(server.accept());
      } catch (IOException e) {
        // Closed by the test.
        return;
      }
    }
  }

  private void join(Socket client) {
    if (away) {
      reset(client);
      return;
    }
    try {
      Socket database = new Socket(InetAddress.getLoopbackAddress(), targetPort);
      client.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
      open.add(client);
      open.add(database);
      daemon(() -> copy(client, database));
      daemon(() -> copy(database, client));
      if (away) {
        cut();
      }
    } catch (IOException e) {
      // The database is down: the gateway sees what it would see without the link.
      reset(client);
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      byte[] bytes = new byte[16_384];
      for (int read = from.getInputStream().read(bytes);
          read >= 0;
          read = from.getInputStream().read(bytes)) {
        to.getOutputStream().write(bytes, 0, read);
      }
    } catch (IOException e) {
      // Cut, or one end has gone: the other end learns of it below.
    }
    reset(from);
    reset(to);
  }

  private void reset(Socket socket) {
    open.remove(socket);
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // It has gone already.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "database-link");
    thread.setDaemon(true);
    thread.start();
  }
}
