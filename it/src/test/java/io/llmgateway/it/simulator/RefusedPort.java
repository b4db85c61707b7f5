package io.llmgateway.it.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** A port that is taken and on which nobody listens, so that every connect is refused. */
public final class RefusedPort implements AutoCloseable {
  private final Socket socket = new Socket();

  public RefusedPort() {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
