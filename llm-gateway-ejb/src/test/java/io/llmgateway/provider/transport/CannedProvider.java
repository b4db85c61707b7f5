package io.llmgateway.provider.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A provider that answers each request with prepared bytes, whatever was asked. */
public final class CannedProvider implements AutoCloseable {

  /** What to do with one request, with the request already read. */
  @FunctionalInterface
  public interface Script {
    void answer(Exchange exchange) throws Exception;
  }

  /** One request and the socket to answer it. */
  public record Exchange(String head, String body, Socket socket) {
    public void write(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until the client closes its side. */
    public void awaitClose() throws IOException {
      try {
        if (socket.getInputStream().read() >= 0) {
          throw new IllegalStateException("the client sends more");
        }
      } catch (java.net.SocketException e) {
        // a reset is a close as well
      }
    }
  }

  public final BlockingQueue<Exchange> requests = new LinkedBlockingQueue<>();
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile Script script;

  public CannedProvider(Script script) {
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Answers with this response, with its head as given, and closes the connection. */
  public static CannedProvider of(String head, byte[] body) {
    return new CannedProvider(
        exchange -> {
          exchange.write("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n");
          exchange.write(body);
          exchange.socket().close();
        });
  }

  public void script(Script next) {
    script = next;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  public int connections() {
    return sockets.size();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "canned-provider");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try {
      while (true) {
        String head = head(socket.getInputStream());
        if (head == null) {
          return;
        }
        int length = length(head);
        byte[] body = socket.getInputStream().readNBytes(length);
        Exchange exchange = new Exchange(head, new String(body, StandardCharsets.UTF_8), socket);
        requests.add(exchange);
        script.answer(exchange);
      }
    } catch (Exception e) {
      // the client or the test went away
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).trim());
      }
    }
    return 0;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
