package io.llmgateway.api.exchange;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The kernel's table of TCP sockets, as {@code /proc/net/tcp} and {@code /proc/net/tcp6} print it.
 *
 * <p>Source: <a href="https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html">The
 * proc/net/tcp and proc/net/tcp6 variables</a>. Addresses are printed as 32-bit words in the
 * machine's byte order; an IPv4 peer of an IPv6 socket is printed v4-mapped.
 */
final class TcpTable {
  private static final String ESTABLISHED = "01";
  private static final String V4_MAPPED = "00000000000000000000ffff";
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  /** Two ends of a connection; addresses as lower-case hex in network order, v4 in 8 digits. */
  record Connection(String local, int localPort, String remote, int remotePort) {}

  private final Map<Connection, Boolean> open = new HashMap<>();

  /** Adds a line of the table; the heading and anything else that is no socket is passed over. */
  void addLine(String line) {
    String[] columns = line.trim().split("\\s+", 5);
    if (columns.length < 5 || columns[1].indexOf(':') < 0) {
      return;
    }
    int local = columns[1].indexOf(':');
    int remote = columns[2].indexOf(':');
    open.put(
        new Connection(
            address(columns[1].substring(0, local)),
            Integer.parseInt(columns[1].substring(local + 1), 16),
            address(columns[2].substring(0, remote)),
            Integer.parseInt(columns[2].substring(remote + 1), 16)),
        columns[3].equals(ESTABLISHED));
  }

  boolean contains(Connection connection) {
    return open.containsKey(connection);
  }

  /**
   * @return whether both sides may still send
   */
  boolean established(Connection connection) {
    return open.getOrDefault(connection, false);
  }

  /**
   * @param printed 8 or 32 hexadecimal digits as the table has them
   */
  private static String address(String printed) {
    String words = printed.toLowerCase(Locale.ROOT);
    if (LITTLE_ENDIAN) {
      StringBuilder bytes = new StringBuilder(words.length());
      for (int word = 0; word < words.length(); word += 8) {
        for (int pair = 6; pair >= 0; pair -= 2) {
          bytes.append(words, word + pair, word + pair + 2);
        }
      }
      words = bytes.toString();
    }
    return words.startsWith(V4_MAPPED) ? words.substring(V4_MAPPED.length()) : words;
  }
}
