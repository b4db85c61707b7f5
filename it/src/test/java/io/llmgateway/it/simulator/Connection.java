package io.llmgateway.it.simulator;

import java.io.IOException;
import java.net.Socket;

/** Serves the requests of one connection, one after the other. */
final class Connection implements Runnable {
  private final Simulator simulator;
  private final Socket socket;
  private final long number;

  Connection(Simulator simulator, Socket socket, long number) {
    this.simulator = simulator;
    this.socket = socket;
    this.number = number;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      RequestReader reader = new RequestReader(socket, number);
      Outlet outlet = new Outlet(socket, reader);
      boolean open = true;
      while (open) {
        Exchange exchange = reader.read();
        open = exchange != null && serve(exchange, outlet);
      }
    } catch (IOException | RuntimeException e) {
      // The peer sent no HTTP or went away between two requests: there is nobody to answer.
    } finally {
      simulator.forget(socket);
    }
  }

  private boolean serve(Exchange exchange, Outlet outlet) {
    Script script = scriptFor(exchange);
    try {
      script.play(outlet);
    } catch (IOException e) {
      exchange.end(Exchange.End.PEER_CLOSED);
      return false;
    }
    exchange.end(outlet.closed() ? Exchange.End.CUT : Exchange.End.ANSWERED);
    return !outlet.closed()
        && !script.closesAtEnd()
        && !"close".equalsIgnoreCase(exchange.header("connection"));
  }

  /** A responder that throws must be seen by the test, not look like a network fault. */
  private Script scriptFor(Exchange exchange) {
    try {
      return simulator.scriptFor(exchange);
    } catch (RuntimeException e) {
      return Script.status(500)
          .json(Answers.error("the simulator's responder failed: " + e, "bug"));
    }
  }
}
