package io.llmgateway.it.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.DatabaseLink;
import io.llmgateway.it.server.DatabaseServer;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.ServerKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing is lost, and nothing is booked twice, whatever is killed and whenever. The number of
 * kills is {@code torture.kills}, a few if nothing is said; the moments come from {@code
 * torture.seed}; both are printed.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class TortureIT {
  private static final int CLIENTS = 64;
  private static final String OPENING = "1000000";
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final long seed = Long.getLong("torture.seed", System.nanoTime() & 0xFFFFFF);
  private final Random random = new Random(seed);
  private final Map<Kill, Integer> done = new EnumMap<>(Kill.class);
  private int kills;
  private DatabaseServer databaseServer;
  private DatabaseLink link;
  private GatewayDatabase database;
  private GatewayServer server;
  private Tenant tenant;

  /** What is done to the running system. */
  private enum Kill {
    SERVER,
    DATABASE,
    CONNECTIONS
  }

  @BeforeEach
  void start() {
    GatewayDatabase seen = GatewayDatabase.ofThisRun();
    if (seen.shareable()) {
      databaseServer = DatabaseServer.ofThisRun();
      database = databaseServer.newDatabase();
      link = DatabaseLink.to(database);
      seen = link.database();
    }
    kills = Integer.getInteger("torture.kills", seen.shareable() ? 3 : 2);
    server = GatewayServer.prepare(ServerKind.ofThisRun(), seen).start();
    tenant = Tenant.on(server, "torture").models("echo").openingBalance(OPENING).start();
  }

  @AfterEach
  void stop() {
    tenant.close();
    server.kill();
    if (link != null) {
      link.close();
      databaseServer.kill();
    }
  }

  @Test
  void whatWasReceivedIsBookedOnceAndWhatWasInterruptedIsFound() throws Exception {
    System.out.println("torture: " + kills + " kills, seed " + seed + ", " + server.log());
    Provider provider = new Provider();
    tenant.simulator().remember(false);
    tenant.simulator().on(tenant.model("echo"), provider);
    Clients clients = new Clients(tenant, "echo", CLIENTS, seed);

    int round = 0;
    for (Kill kill : plan()) {
      clients.round(++round);
      awaitAnswers(clients, 100 + random.nextInt(300), "before " + kill + " " + round);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(500)).toNanos());
      inflict(kill);
      done.merge(kill, 1, Integer::sum);
    }
    awaitAnswers(clients, 100, "after the last kill");
    clients.stop(PATIENCE);

    try (Connection connection = recovered()) {
      LedgerRows ledger = new LedgerRows(connection);
      Tally tally = new Tally(clients, provider, ledger, tenant.name(), new BigDecimal(OPENING));
      Map<String, List<String>> differences = tally.compare();
      System.out.printf("torture: seed %d, kills %s%n%s%n", seed, done, tally.text());
      assertEquals(Map.of(), differences, "seed " + seed + ", see " + server.log());
    }
  }

  /** Every kind comes up, in an order that nobody knows before. */
  private List<Kill> plan() {
    List<Kill> kinds = databaseServer == null ? List.of(Kill.SERVER) : List.of(Kill.values());
    List<Kill> plan = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      plan.add(kinds.get(i % kinds.size()));
    }
    Collections.shuffle(plan, random);
    return plan;
  }

  private void inflict(Kill kill) {
    switch (kill) {
      case SERVER -> {
        server.kill();
        server.start();
      }
      case DATABASE -> {
        databaseServer.kill();
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(3_000)).toNanos());
        databaseServer.restart();
      }
      case CONNECTIONS -> link.cut();
    }
  }

  private static void awaitAnswers(Clients clients, int more, String when) {
    int before = clients.answers();
    Await.until(more + " answers " + when, PATIENCE, () -> clients.answers() - before >= more);
  }

  /** A connection to the ledger when the gateway has cleaned up behind its predecessors. */
  private Connection recovered() throws SQLException {
    if (databaseServer == null) {
      server.stop();
      Path file = server.dataFolder().resolve("gateway");
      return DriverManager.getConnection("jdbc:h2:file:" + file, "gateway", "gateway");
    }
    Connection connection = database.connect();
    LedgerRows ledger = new LedgerRows(connection);
    Await.until("no hold is pending", PATIENCE, () -> none(ledger));
    return connection;
  }

  private static boolean none(LedgerRows ledger) {
    try {
      return ledger.pendingHolds() == 0 && ledger.leasesOfTheDead() == 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
