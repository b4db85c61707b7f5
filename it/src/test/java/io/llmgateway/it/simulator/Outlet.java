package io.llmgateway.it.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/** What a step of a script may do to the connection while it answers one request. */
public final class Outlet {
  private static final long GATE_POLL_NANOS = Duration.ofMillis(5).toNanos();

  private final Socket socket;
  private final RequestReader reader;
  private final OutputStream out;
  private boolean closed;

  Outlet(Socket socket, RequestReader reader) throws IOException {
    this.socket = socket;
    this.reader = reader;
    this.out = socket.getOutputStream();
  }

  /** Writes all bytes in one call. */
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Reads what the peer sends on after its request: an upgraded connection. */
  public byte[] read(int length) throws IOException {
    return reader.readExactly(length);
  }

  /**
   * @throws PeerGoneException as soon as the peer closes the connection
   */
  public void pause(Duration duration) throws IOException {
    if (!reader.waitWhileOpen(duration.toNanos())) {
      throw new PeerGoneException();
    }
  }

  /**
   * @throws PeerGoneException as soon as the peer closes the connection
   */
  public void waitFor(Gate gate) throws IOException {
    gate.reach();
    while (!gate.isOpen()) {
      if (!reader.waitWhileOpen(GATE_POLL_NANOS)) {
        throw new PeerGoneException();
      }
    }
  }

  /** Closes the connection with a FIN, wherever the answer stands. */
  public void cut() throws IOException {
    closed = true;
    socket.close();
  }

  /** Closes the connection with a RST. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    cut();
  }

  boolean closed() {
    return closed;
  }

  /** The peer closed the connection while the simulator waited. */
  static final class PeerGoneException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
