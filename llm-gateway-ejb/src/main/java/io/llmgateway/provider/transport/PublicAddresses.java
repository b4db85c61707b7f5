package io.llmgateway.provider.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses are on the public internet, by IANA's registries of special-purpose addresses
 * (https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry).
 * What carries an IPv4 address inside (6to4, NAT64, Teredo, IPv4-mapped) is none.
 */
public final class PublicAddresses {
  private static final List<Block> SPECIAL =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16",
          "2620:4f:8000::/48",
          "3fff::/20");

  /** All that is given out of IPv6; what is outside is special (64:ff9b::, fc00::, fe80::, ...). */
  private static final Block GLOBAL_UNICAST = blocks("2000::/3").get(0);

  private PublicAddresses() {}

  private record Block(byte[] prefix, int bits) {
    boolean has(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static List<Block> blocks(String... texts) {
    List<Block> blocks = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split("/");
      try {
        byte[] prefix = InetAddress.getByName(parts[0]).getAddress();
        blocks.add(new Block(prefix, Integer.parseInt(parts[1])));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }
    return List.copyOf(blocks);
  }

  /** Whether the address is one that a host on the public internet may have. */
  public static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    return (address instanceof Inet4Address || GLOBAL_UNICAST.has(bytes))
        && SPECIAL.stream().noneMatch(block -> block.has(bytes));
  }

  /**
   * Resolves a name, or reads an address.
   *
   * @param host as in a URI, an IPv6 address in brackets or not
   * @return false when one of its addresses is not public
   * @throws UnknownHostException when it has none
   */
  public static boolean containAllOf(String host) throws UnknownHostException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (!contain(address)) {
        return false;
      }
    }
    return true;
  }
}
