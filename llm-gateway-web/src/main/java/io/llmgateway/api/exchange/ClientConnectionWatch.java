package io.llmgateway.api.exchange;

import io.llmgateway.chat.Cancellation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Notices that a client has gone while nothing is being written to it: waiting for the first token,
 * or for a whole answer. The Servlet API tells nothing of it before a write fails, and an upstream
 * call that nobody waits for costs money.
 *
 * <p>On Linux the kernel's socket table says so: one scan every {@value #PERIOD_MILLIS} ms for all
 * requests that are in flight longer than that, none when there are none. A client that closes (or
 * shuts down its sending side, which HTTP clients do not) leaves the server's socket in CLOSE_WAIT;
 * one that resets makes it disappear. A socket that was never found is left alone (another system,
 * addresses that a proxy's headers have replaced), unless its client is known to be found here: it
 * then was gone before the first look.
 */
@ApplicationScoped
public class ClientConnectionWatch {
  static final long PERIOD_MILLIS = 250;

  private static final Logger LOG = Logger.getLogger(ClientConnectionWatch.class.getName());
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final Pattern IP_LITERAL =
      Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final int IDLE_ROUNDS_BEFORE_REST = 20;

  /** The kernel's listing may skip a line while sockets come and go, so once is not enough. */
  private static final int ABSENCES_THAT_COUNT = 3;

  /** So many addresses are remembered as those of clients that the table really shows. */
  private static final int MOST_PEERS = 10_000;

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Set<String> peers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean running = new AtomicBoolean();
  private final RequestExecutor executor;

  @Inject
  public ClientConnectionWatch(RequestExecutor executor) {
    this.executor = executor;
  }

  /** For the container's proxy only. */
  protected ClientConnectionWatch() {
    this(null);
  }

  /** Ends a watch. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param cancellation fires when the client has gone
   */
  public Watch watch(HttpServletRequest http, Cancellation cancellation) {
    String local = http.getLocalAddr();
    String remote = http.getRemoteAddr();
    Watched entry =
        new Watched(local, http.getLocalPort(), remote, http.getRemotePort(), cancellation);
    watched.add(entry);
    if (running.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
    return () -> watched.remove(entry);
  }

  private void run() {
    try {
      for (int idle = 0; idle < IDLE_ROUNDS_BEFORE_REST; idle++) {
        Thread.sleep(PERIOD_MILLIS);
        if (round()) {
          idle = 0;
        }
      }
    } catch (InterruptedException e) {
      watched.clear();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "clients that go away are not noticed for now", e);
    } finally {
      running.set(false);
    }
    if (!watched.isEmpty() && running.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  /**
   * @return whether there was anything to watch
   */
  private boolean round() {
    long due = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
    List<Watched> entries =
        watched.stream().filter(w -> w.since - due <= 0 && w.connection() != null).toList();
    if (!entries.isEmpty()) {
      judge(entries);
    }
    return !watched.isEmpty();
  }

  private void judge(List<Watched> entries) {
    TcpTable table = new TcpTable();
    try {
      for (Path path : TABLES) {
        read(path, table);
      }
    } catch (IOException e) {
      LOG.log(Level.FINE, "the socket table can not be read this time", e);
      return;
    }
    if (peers.size() > MOST_PEERS) {
      peers.clear();
    }
    entries.forEach(entry -> entry.judge(table, peers));
  }

  private static void read(Path path, TcpTable table) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        table.addLine(line);
      }
    } catch (NoSuchFileException e) {
      LOG.log(Level.FINEST, "this system has no such table", e);
    }
  }

  /** One connection with a request on it. */
  static final class Watched {
    private final long since = System.nanoTime();
    private final String local;
    private final int localPort;
    private final String remote;
    private final int remotePort;
    private final Cancellation cancellation;
    private boolean resolved;
    private TcpTable.Connection connection;
    private boolean seen;
    private int absences;

    Watched(String local, int localPort, String remote, int remotePort, Cancellation cancellation) {
      this.local = local;
      this.localPort = localPort;
      this.remote = remote;
      this.remotePort = remotePort;
      this.cancellation = cancellation;
    }

    /**
     * Worked out late, because most requests are over before anybody asks.
     *
     * @return null when the addresses are not those of a socket: a proxy's headers, which replace
     *     the client's address, rarely say its port
     */
    TcpTable.Connection connection() {
      if (!resolved) {
        resolved = true;
        String localHex = hex(local);
        String remoteHex = hex(remote);
        if (localHex != null && remoteHex != null && remotePort > 0) {
          connection = new TcpTable.Connection(localHex, localPort, remoteHex, remotePort);
        }
      }
      return connection;
    }

    /**
     * @param peers addresses of clients whose sockets the table has shown; this one is added
     */
    void judge(TcpTable table, Set<String> peers) {
      TcpTable.Connection ends = connection();
      if (table.contains(ends)) {
        seen = true;
        absences = 0;
        peers.add(ends.remote());
        if (!table.established(ends)) {
          cancellation.cancel();
        }
      } else if ((seen || peers.contains(ends.remote())) && ++absences >= ABSENCES_THAT_COUNT) {
        cancellation.cancel();
      }
    }

    private static String hex(String address) {
      if (address == null || !IP_LITERAL.matcher(address).matches()) {
        return null;
      }
      try {
        return HexFormat.of().formatHex(InetAddress.getByName(address).getAddress());
      } catch (UnknownHostException e) {
        return null;
      }
    }
  }
}
