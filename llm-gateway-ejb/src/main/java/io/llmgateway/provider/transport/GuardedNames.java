package io.llmgateway.provider.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for connections, and refuses guarded hosts any address that is not public. The
 * connection goes to the very address that was looked at, so that a name which changes its mind in
 * between gains nothing.
 */
final class GuardedNames implements DnsResolver {
  private final DnsResolver names;
  private volatile Set<String> guarded = Set.of();

  GuardedNames(DnsResolver names) {
    this.names = names;
  }

  /**
   * @param hosts as in URIs; replaces the ones before
   * @return whether that changed anything
   */
  boolean guard(Set<String> hosts) {
    Set<String> before = guarded;
    guarded = hosts.stream().map(GuardedNames::plain).collect(Collectors.toUnmodifiableSet());
    return !guarded.equals(before);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    for (InetAddress address : addresses) {
      check(host, address);
    }
    return addresses;
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    List<InetSocketAddress> addresses = names.resolve(host, port);
    for (InetSocketAddress address : addresses) {
      check(host, address.getAddress());
    }
    return addresses;
  }

  private void check(String host, InetAddress address) throws UnknownHostException {
    if (!guarded.isEmpty() && guarded.contains(plain(host)) && !PublicAddresses.contain(address)) {
      throw new UnknownHostException("the host's address is not public");
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return names.resolveCanonicalHostname(host);
  }

  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }
}
