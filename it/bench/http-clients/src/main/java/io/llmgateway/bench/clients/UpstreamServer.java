package io.llmgateway.bench.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/**
 * A provider that costs next to nothing: one thread, answers a POST at once with 1 KB of JSON, or
 * with a paced event stream when the path is {@code /stream/<chunks>/<milliseconds between them>}.
 */
final class UpstreamServer {
  private static final byte[] ANSWER = answer();
  private static final byte[] STREAM_HEAD =
      Ascii.bytes(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  private static final byte[] EVENT = chunk("data: {\"id\":\"" + "e".repeat(160) + "\"}\n\n");
  private static final byte[] STREAM_END = Ascii.bytes("0\r\n\r\n");

  private final Selector selector;
  private final PriorityQueue<Stream> due =
      new PriorityQueue<>((a, b) -> Long.compare(a.nextNanos, b.nextNanos));

  private UpstreamServer(Selector selector) {
    this.selector = selector;
  }

  /** Prints the port, then serves until the process ends. */
  public static void main(String[] args) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
    new UpstreamServer(selector).serve();
  }

  private void serve() throws IOException {
    while (true) {
      long wait = due.isEmpty() ? 0 : Math.max(1, (due.peek().nextNanos - System.nanoTime()) / 1_000_000);
      selector.select(this::ready, wait);
      for (long now = System.nanoTime(); !due.isEmpty() && due.peek().nextNanos <= now; ) {
        emit(due.poll());
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
      } else {
        ((Connection) key.attachment()).read();
      }
    } catch (IOException gone) {
      key.cancel();
    }
  }

  private void emit(Stream stream) {
    try {
      stream.connection.write(EVENT);
      if (--stream.left == 0) {
        stream.connection.write(STREAM_END);
      } else {
        stream.nextNanos += stream.intervalNanos;
        due.add(stream);
      }
    } catch (IOException gone) {
      stream.left = 0;
    }
  }

  private static byte[] answer() {
    String body = "{\"id\":\"" + "a".repeat(1_000) + "\"}";
    return Ascii.bytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Sat, 21 Nov 2026 11:00:00 GMT\r\n"
            + "x-request-id: 0123456789\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static byte[] chunk(String text) {
    return Ascii.bytes(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private static final class Stream {
    final Connection connection;
    final long intervalNanos;
    int left;
    long nextNanos;

    Stream(Connection connection, int left, long intervalNanos) {
      this.connection = connection;
      this.left = left;
      this.intervalNanos = intervalNanos;
      this.nextNanos = System.nanoTime() + intervalNanos;
    }
  }

  private final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(4 * 1024);
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(0);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void read() throws IOException {
      if (channel.read(in) < 0) {
        channel.close();
        return;
      }
      for (int length = requestLength(); length > 0; length = requestLength()) {
        String requestLine = line();
        in.flip().position(length);
        in.compact();
        answer(requestLine.split(" ")[1].split("/"));
      }
    }

    /** Length of the whole request at the start of the buffer, or 0 when it is not all there. */
    private int requestLength() {
      int head = Ascii.endOfHead(in.array(), in.position());
      int length = head < 0 ? 0 : head + Ascii.contentLength(in.array(), head);
      return length <= in.position() ? length : 0;
    }

    private String line() {
      int end = 0;
      while (in.get(end) != '\r') {
        end++;
      }
      return Ascii.text(in.array(), 0, end);
    }

    private void answer(String[] path) throws IOException {
      if (!"stream".equals(path[1])) {
        write(ANSWER);
        return;
      }
      write(STREAM_HEAD);
      due.add(new Stream(this, Integer.parseInt(path[2]), Long.parseLong(path[3]) * 1_000_000));
    }

    void write(byte[] bytes) throws IOException {
      ByteBuffer out = ByteBuffer.wrap(bytes);
      while (!unsent.isEmpty()) {
        if (channel.write(unsent.peek()) == 0) {
          unsent.add(out);
          return;
        }
        if (!unsent.peek().hasRemaining()) {
          unsent.remove();
        }
      }
      channel.write(out);
      if (out.hasRemaining()) {
        unsent.add(out);
      }
    }
  }
}
