package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchedTest {
  private static final String REST = " 00000000:00000000 00:00000000 00000000     0        0 1 1 0";

  private final Set<String> peers = new HashSet<>();
  private final Cancellation cancellation = new Cancellation();
  private final ClientConnectionWatch.Watched watched =
      new ClientConnectionWatch.Watched("127.0.0.1", 9080, "192.168.1.2", 54321, cancellation);

  @Test
  void cancelsWhenTheClientHasClosed() {
    watched.judge(table("01"), peers);
    assertFalse(cancellation.cancelled());
    watched.judge(table("08"), peers);
    assertTrue(cancellation.cancelled());
  }

  @Test
  void cancelsWhenTheConnectionStaysAway() {
    watched.judge(table("01"), peers);
    watched.judge(new TcpTable(), peers);
    watched.judge(new TcpTable(), peers);
    assertFalse(cancellation.cancelled(), "a listing may skip a line");
    watched.judge(new TcpTable(), peers);
    assertTrue(cancellation.cancelled());
  }

  @Test
  void forgetsAnAbsenceWhenTheConnectionIsThereAgain() {
    watched.judge(table("01"), peers);
    watched.judge(new TcpTable(), peers);
    watched.judge(new TcpTable(), peers);
    watched.judge(table("01"), peers);
    watched.judge(new TcpTable(), peers);
    watched.judge(new TcpTable(), peers);
    assertFalse(cancellation.cancelled());
  }

  @Test
  void leavesAConnectionAloneThatWasNeverSeen() {
    for (int i = 0; i < 10; i++) {
      watched.judge(new TcpTable(), peers);
    }
    assertFalse(cancellation.cancelled());
  }

  @Test
  void cancelsAConnectionThatWasGoneBeforeTheFirstLookWhenItsClientIsKnown() {
    new ClientConnectionWatch.Watched("127.0.0.1", 9080, "192.168.1.2", 54321, new Cancellation())
        .judge(table("01"), peers);
    for (int i = 0; i < 3; i++) {
      assertFalse(cancellation.cancelled());
      watched.judge(new TcpTable(), peers);
    }
    assertTrue(cancellation.cancelled());
  }

  @Test
  void doesNotWatchAClientWhoseAddressIsNotThatOfASocket() {
    assertNotNull(watched.connection());
    assertNull(watchedFrom("192.168.1.2", 0).connection(), "no port");
    assertNull(watchedFrom("client.example", 54321).connection(), "a name");
    assertNull(watchedFrom(null, 54321).connection(), "nothing");
  }

  private ClientConnectionWatch.Watched watchedFrom(String address, int port) {
    return new ClientConnectionWatch.Watched("127.0.0.1", 9080, address, port, cancellation);
  }

  private static TcpTable table(String state) {
    TcpTable table = new TcpTable();
    table.addLine("   0: 0100007F:2378 0201A8C0:D431 " + state + REST);
    return table;
  }
}
