package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:0808:0808::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void specialAddressesAreNotPublic(String address) throws UnknownHostException {
    assertFalse(PublicAddresses.contain(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "::ffff:8.8.8.8",
        "2606:4700:4700::1111",
        "2400:3200::1"
      })
  void othersArePublic(String address) throws UnknownHostException {
    assertTrue(PublicAddresses.contain(InetAddress.getByName(address)));
  }

  @Test
  void aGuardedNameThatChangesItsMindIsRefusedWhenItIsConnectedTo() throws Exception {
    Deque<String> answers = new ArrayDeque<>(List.of("8.8.8.8", "127.0.0.1", "127.0.0.1"));
    GuardedNames names =
        new GuardedNames(
            new DnsResolver() {
              @Override
              public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {InetAddress.getByName(answers.remove())};
              }

              @Override
              public String resolveCanonicalHostname(String host) {
                return host;
              }
            });
    assertTrue(names.guard(Set.of("Rebound.Example", "[::1]")));
    assertFalse(names.guard(Set.of("[::1]", "Rebound.Example")));
    assertEquals("8.8.8.8", names.resolve("rebound.example")[0].getHostAddress());
    assertThrows(UnknownHostException.class, () -> names.resolve("REBOUND.example"));
    assertEquals("127.0.0.1", names.resolve("declared.example")[0].getHostAddress());
  }

  @Test
  void noConnectionIsMadeToAGuardedHostInside() throws Exception {
    try (CannedProvider inside =
            new CannedProvider(exchange -> exchange.write("HTTP/1.1 200 OK\r\n\r\n"));
        UpstreamClient client = new UpstreamClient()) {
      String host = inside.uri().getHost();
      client.guard(Set.of(host));
      UpstreamRequest post =
          new UpstreamRequest(inside.uri(), Map.of(), new byte[0], false, Timeouts.DEFAULT);
      assertEquals(Outcome.CONNECT, refused(() -> client.post(post, new Cancellation())));
      URI socket = URI.create("ws://" + host + ":" + inside.uri().getPort());
      assertEquals(
          Outcome.CONNECT,
          refused(() -> new WebSocketClient(client).ask(post.withUri(socket), new Cancellation())));
      assertTrue(inside.requests.isEmpty());
      client.guard(Set.of());
      client.post(post, new Cancellation()).close();
      assertEquals(1, inside.requests.size());
    }
  }

  private static Outcome refused(Executable call) {
    return assertThrows(ChatException.Retryable.class, call).outcome();
  }
}
