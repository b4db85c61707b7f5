package io.llmgateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Keep-alive connections to one server, all read by one thread. It costs a few microseconds per
 * exchange, so that the server is measured and not the load.
 */
final class LoadClient implements AutoCloseable {
  /** Told about each finished exchange, on the reading thread. */
  interface Listener {
    void finished(Connection connection, Exchange exchange);
  }

  private final InetSocketAddress address;
  private final Selector selector;
  private final Listener listener;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private final byte[] bytes = new byte[256 * 1024];
  private final Thread reader = new Thread(this::read, "load-reader");
  private volatile boolean closed;

  /** Connects; the connections are idle then. */
  LoadClient(int port, int connections, Listener listener) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.selector = Selector.open();
    this.listener = listener;
    for (int i = 0; i < connections; i++) {
      idle.add(new Connection());
    }
    reader.start();
  }

  /** An idle connection, or null when all are in use. */
  Connection take() {
    return idle.poll();
  }

  void giveBack(Connection connection) {
    idle.push(connection);
  }

  private void read() {
    try {
      while (!closed) {
        selector.select(this::ready, 1_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      connection.readable();
    } catch (IOException e) {
      connection.lost(e.toString());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    closed = true;
    selector.wakeup();
    reader.join();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** One connection; carries one exchange at a time. */
  final class Connection {
    private ResponseParser parser;
    private SocketChannel channel;
    private volatile Exchange current;

    Connection() throws IOException {
      connect();
    }

    private void connect() throws IOException {
      parser = new ResponseParser();
      channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** False when the server can not be connected to any more. */
    boolean alive() {
      return channel.isOpen();
    }

    /** From any thread; the answer is told to the listener on the reading thread. */
    void send(Exchange exchange) {
      current = exchange;
      try {
        while (exchange.request.hasRemaining()) {
          channel.write(exchange.request);
        }
      } catch (IOException e) {
        if (current == exchange) {
          exchange.request.position(exchange.request.limit());
          lost(e.toString());
        }
      }
    }

    private void readable() throws IOException {
      buffer.clear();
      int length = channel.read(buffer);
      if (length < 0) {
        lost("connection closed");
        return;
      }
      long now = System.nanoTime();
      buffer.flip().get(bytes, 0, length);
      Exchange exchange = current;
      if (exchange != null && parser.parse(bytes, 0, length, now, exchange)) {
        current = null;
        exchange.endNanos = now;
        listener.finished(this, exchange);
      }
    }

    /** The exchange has failed; the connection is made anew. */
    private void lost(String reason) {
      Exchange exchange = current;
      current = null;
      try {
        channel.close();
        connect();
      } catch (IOException e) {
        reason = reason + ", then " + e;
      }
      if (exchange != null) {
        exchange.broken = reason;
        exchange.endNanos = System.nanoTime();
        listener.finished(this, exchange);
      }
    }
  }
}
