package io.llmgateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedPermitsTest {
  private final Time time = new Time();
  private final DataSource database = database();
  private final List<SliceExchange> nodes = new ArrayList<>();

  @BeforeEach
  void tables() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table limit_bucket (subject varchar(300) primary key, available bigint,"
              + " refilled_at bigint, wanted_at bigint)");
      statement.execute(
          "create table limit_slice (subject varchar(300), node varchar(36), held bigint,"
              + " renewed_at bigint, primary key (subject, node))");
    }
  }

  @Test
  void givesEachPermitOnceOverAllNodes() {
    SharedPermits here = node("requests", 10, true);
    SharedPermits there = node("requests", 10, true);
    int given = 0;
    for (int i = 0; i < 30; i++) {
      given += take(i % 2 == 0 ? here : there, 1) ? 1 : 0;
    }
    assertEquals(10, given);
  }

  @Test
  void getsFromOthersWhatTheyDoNotUse() {
    SharedPermits here = node("requests", 100, true);
    SharedPermits there = node("requests", 100, true);
    assertTrue(take(there, 1));
    int given = 0;
    for (int i = 0; i < 120; i++) {
      given += take(here, 1) ? 1 : 0;
    }
    assertEquals(99, given);
  }

  @Test
  void permitsComeBackEvenlyOverAMinute() {
    SharedPermits here = node("requests", 60, true);
    SharedPermits there = node("requests", 60, true);
    assertEquals(60, takeAll(here, there));
    time.forward(10_000);
    assertEquals(10, takeAll(there, here));
    time.forward(3_600_000);
    assertEquals(60, takeAll(here, there));
  }

  @Test
  void usageBeyondTheEstimateIsADebtOfAllNodes() {
    SharedPermits here = node("tokens", 600, true);
    SharedPermits there = node("tokens", 600, true);
    assertTrue(take(here, 100));
    here.takeAnyway(560);
    tend();
    assertFalse(take(there, 1));
    time.forward(7_000);
    assertTrue(take(there, 1));
  }

  @Test
  void slotsAreCountedOverAllNodesAndComeBackWhenTheirNodeIsGone() {
    SharedPermits here = node("concurrent", 3, false);
    SharedPermits there = node("concurrent", 3, false);
    assertTrue(take(here, 1));
    assertTrue(take(there, 1));
    assertTrue(take(there, 1));
    assertFalse(take(here, 1));
    there.giveBack(1);
    assertTrue(take(here, 1));
    assertFalse(take(here, 1));
    nodes.remove(1);
    time.forward(30_000);
    tend();
    assertFalse(take(here, 1));
    time.forward(40_000);
    tend();
    assertTrue(take(here, 1), "the slot of the node that is gone");
    assertFalse(take(here, 1));
  }

  @Test
  void doesNotAskTheDatabaseForWhatIsInHand() {
    SharedPermits here = node("requests", 1_000, true);
    assertTrue(take(here, 1));
    int given = 0;
    while (here.take(1)) {
      given++;
    }
    assertTrue(given >= 49, "a twentieth of the limit is in hand: " + given);
  }

  @Test
  void neverGivesMoreThanTheLimitWhateverHappens() {
    Random random = new Random(4);
    SharedPermits[] all = {
      node("tokens", 1_000, true), node("tokens", 1_000, true), node("tokens", 1_000, true)
    };
    long start = time.millis;
    long given = 0;
    for (int i = 0; i < 3_000; i++) {
      SharedPermits one = all[random.nextInt(3)];
      long count = 1L + random.nextInt(60);
      given += take(one, count) ? count : 0;
      time.forward(random.nextInt(40));
      long most = 1_000 + (time.millis - start) * 1_000 / 60_000 + 1;
      assertTrue(given <= most, given + " of " + most + " after " + i);
    }
    assertTrue(given > 1_500, "and it gives what it may: " + given);
  }

  private int takeAll(SharedPermits one, SharedPermits other) {
    int given = 0;
    for (int i = 0; i < 200; i++) {
      given += take(i % 3 == 0 ? one : other, 1) ? 1 : 0;
    }
    return given;
  }

  /** As a request that waits for the exchange does. */
  private boolean take(SharedPermits permits, long count) {
    for (int i = 0; i < 3; i++) {
      if (permits.take(count)) {
        return true;
      }
      tend();
    }
    return permits.take(count);
  }

  private void tend() {
    nodes.forEach(SliceExchange::tend);
    nodes.forEach(SliceExchange::tend);
  }

  private SharedPermits node(String name, long limit, boolean refilled) {
    SliceExchange node =
        new SliceExchange(new SliceTables(database), UUID.randomUUID().toString(), time, () -> {});
    nodes.add(node);
    return node.permits(
        name, wake -> new SharedPermits(name, limit, refilled, () -> time.nanos(), wake));
  }

  private static DataSource database() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return source;
  }

  private static final class Time extends Clock {
    private long millis = 1_000_000;

    void forward(long by) {
      millis += by;
    }

    long nanos() {
      return millis * 1_000_000;
    }

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
