package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The lines are as a little-endian machine prints them. */
class TcpTableTest {
  private static final String HEADING =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout";
  private static final String REST = " 00000000:00000000 00:00000000 00000000     0        0 1 1 0";

  private final TcpTable table = new TcpTable();

  @Test
  void findsAnIpv4Connection() {
    table.addLine(HEADING);
    table.addLine("   0: 0100007F:2378 0201A8C0:D431 01" + REST);
    TcpTable.Connection ends = new TcpTable.Connection("7f000001", 9080, "c0a80102", 54321);
    assertTrue(table.contains(ends));
    assertTrue(table.established(ends));
  }

  @Test
  void tellsAClientThatHasClosedItsSide() {
    table.addLine("   1: 0100007F:2378 0201A8C0:D431 08" + REST);
    TcpTable.Connection ends = new TcpTable.Connection("7f000001", 9080, "c0a80102", 54321);
    assertTrue(table.contains(ends));
    assertFalse(table.established(ends));
  }

  @Test
  void readsAV4MappedConnectionAsIpv4() {
    table.addLine(
        "   2: 0000000000000000FFFF00000100007F:2378 0000000000000000FFFF00000201A8C0:D431 01"
            + REST);
    assertTrue(table.established(new TcpTable.Connection("7f000001", 9080, "c0a80102", 54321)));
  }

  @Test
  void readsAnIpv6Connection() {
    table.addLine(
        "   3: B80D01200000000000000000010000AB:01BB 00000000000000000000000001000000:C350 01"
            + REST);
    assertTrue(
        table.established(
            new TcpTable.Connection(
                "20010db80000000000000000ab000001",
                443,
                "00000000000000000000000000000001",
                50000)));
  }

  @Test
  void passesOverWhatIsNoSocket() {
    table.addLine("");
    table.addLine("garbage");
    table.addLine(HEADING);
    assertFalse(table.contains(new TcpTable.Connection("7f000001", 9080, "c0a80102", 54321)));
    assertEquals(false, table.established(new TcpTable.Connection("7f000001", 1, "7f000001", 2)));
  }
}
