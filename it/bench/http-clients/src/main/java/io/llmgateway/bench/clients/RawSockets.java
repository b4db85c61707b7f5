package io.llmgateway.bench.clients;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The floor: keep-alive sockets and just enough HTTP/1.1 to read these answers. No client of
 * general use can cost less on a thread per request.
 */
final class RawSockets implements Contender.Blocking {
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final int port;

  RawSockets(int port) {
    this.port = port;
  }

  @Override
  public int post(byte[] body) throws IOException {
    Connection connection = take();
    int head = connection.send("/post", body);
    int missing = Ascii.contentLength(connection.buffer, head) - (connection.filled - head);
    byte[] answer = new byte[Ascii.contentLength(connection.buffer, head)];
    System.arraycopy(connection.buffer, head, answer, 0, answer.length - missing);
    if (missing > 0 && connection.in.readNBytes(answer, answer.length - missing, missing) < missing) {
      throw new EOFException();
    }
    idle.push(connection);
    return answer.length;
  }

  @Override
  public int stream(byte[] body, String path) throws IOException {
    Connection connection = take();
    int head = connection.send(path, body);
    EventCounter counter = new EventCounter();
    counter.add(connection.buffer, head, connection.filled);
    while (!connection.endsWithLastChunk()) {
      connection.fill(0);
      counter.add(connection.buffer, 0, connection.filled);
    }
    idle.push(connection);
    return counter.events();
  }

  private Connection take() throws IOException {
    Connection connection = idle.poll();
    return connection != null ? connection : new Connection(port);
  }

  private static final class Connection {
    final byte[] buffer = new byte[8 * 1024];
    final InputStream in;
    final OutputStream out;
    int filled;

    Connection(int port) throws IOException {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    int send(String path, byte[] body) throws IOException {
      byte[] head =
          Ascii.bytes(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk-0123456789\r\n"
                  + "Content-Type: application/json\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n");
      byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
      System.arraycopy(body, 0, all, head.length, body.length);
      out.write(all);
      filled = 0;
      int end = -1;
      while (end < 0) {
        fill(filled);
        end = Ascii.endOfHead(buffer, filled);
      }
      return end;
    }

    void fill(int from) throws IOException {
      int n = in.read(buffer, from, buffer.length - from);
      if (n < 0) {
        throw new EOFException();
      }
      filled = from + n;
    }

    boolean endsWithLastChunk() {
      return filled >= 5
          && buffer[filled - 5] == '0'
          && buffer[filled - 3] == '\n'
          && buffer[filled - 1] == '\n';
    }
  }
}
