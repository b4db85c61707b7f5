package io.llmgateway.provider.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names for connections, and knows no name that has an address which is not allowed. The
 * connection goes to the very address that was looked at.
 */
final class PublicNames implements DnsResolver {
  private final DnsResolver names;
  private final Predicate<InetAddress> allowed;

  PublicNames(DnsResolver names, Predicate<InetAddress> allowed) {
    this.names = names;
    this.allowed = allowed;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    for (InetAddress address : addresses) {
      check(address);
    }
    return addresses;
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    List<InetSocketAddress> addresses = names.resolve(host, port);
    for (InetSocketAddress address : addresses) {
      check(address.getAddress());
    }
    return addresses;
  }

  private void check(InetAddress address) throws UnknownHostException {
    if (address == null || !allowed.test(address)) {
      throw new UnknownHostException("the host's address is not public");
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return names.resolveCanonicalHostname(host);
  }
}
