package io.llmgateway.it.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.ServerKind;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one database, whose clocks are five minutes apart, share one wallet. */
@Timeout(600)
@Tag("not-h2")
class TwoNodesIT {
  private static final int CALLS = 1_000;
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Of 500 tokens out of 1,000 allowed; the input is free. */
  private static final String ANSWER =
      Chunks.whole("five hundred tokens", Chunks.usageObject(1, 500));

  private static final String LIMIT = ",\"max_tokens\":1000";

  @TempDir private static Path folder;
  private static GatewayDatabase database;
  private static GatewayServer first;
  private static GatewayServer second;

  private Tenant tenant;

  @BeforeAll
  static void startBoth() throws IOException {
    database = GatewayDatabase.ofThisRun();
    first = GatewayServer.prepare(ServerKind.ofThisRun(), database).start();
    second = GatewayServer.prepare(ServerKind.ofThisRun(), database);
    second
        .deploy(SkewedEar.of(GatewayServer.ear(), folder.resolve("llm-gateway.ear")))
        .environment(SkewedClock.AHEAD, AHEAD.toString())
        .start();
  }

  @AfterAll
  static void stopBoth() {
    if (second != null) {
      first.close();
      second.close();
    }
  }

  @AfterEach
  void closeTenant() {
    tenant.close();
  }

  @Test
  void exactlyTenOfAThousandPassABalanceForTen() throws Exception {
    tenantWith("0.020");
    Gate gate = new Gate();
    tenant.simulator().on(tenant.model("dear"), Script.json(ANSWER).afterGate(gate));
    List<CompletableFuture<Reply>> calls =
        IntStream.range(0, CALLS)
            .mapToObj(i -> node(i % 2 == 0 ? first : second))
            .map(node -> node.postLater("/v1/chat/completions", tenant.chat("dear", "x", LIMIT)))
            .toList();

    Await.until(
        "all but ten are refused",
        PATIENCE,
        () -> calls.stream().filter(CompletableFuture::isDone).count() >= CALLS - 10);
    gate.open();

    Map<Integer, Long> answers =
        calls.stream()
            .map(CompletableFuture::join)
            .collect(Collectors.groupingBy(Reply::status, Collectors.counting()));
    assertEquals(Map.of(200, 10L, 402, 990L), answers);
    assertEquals(10, tenant.simulator().received().forModel(tenant.model("dear")).size());
    assertBooked("0.010", 10);
  }

  @Test
  void bothSpendAWalletToItsLastDigitAndNoFurther() throws Exception {
    tenantWith("0.200");
    tenant.simulator().on(tenant.model("dear"), Script.json(Chunks.whole("all", usage(1000))));
    int passed = 0;
    for (int i = 0; passed < 100; i++) {
      assertTrue(i < 1_000, "only " + passed + " of 100 calls passed");
      passed += call(i % 2 == 0 ? first : second) == 200 ? 1 : 0;
    }

    assertEquals(402, call(first));
    assertEquals(402, call(second));
    assertBooked("0", 100);
  }

  @Test
  void theSecondNodesRecordsCarryItsOwnTime() throws Exception {
    tenantWith("1");
    assertEquals(200, call(second));
    try (Connection connection = database.connect()) {
      assertEquals(1, new LedgerRows(connection).settledAhead(tenant.name(), AHEAD));
    }
  }

  @Test
  void theMoneyThatADeadNodeHadLeasedComesBack() throws Exception {
    tenantWith("0.020");
    tenant.simulator().on(tenant.model("dear"), Script.json(ANSWER));
    assertEquals(200, call(second));
    assertEquals(200, call(first));
    second.kill();
    try {
      String all = tenant.chat("dear", "x", ",\"max_tokens\":9000");
      Await.until(
          "one call may hold all that is left",
          PATIENCE,
          () -> node(first).post("/v1/chat/completions", all).status() == 200);
      assertBooked("0.017", 3);
    } finally {
      second.start();
    }
  }

  private static String usage(int tokens) {
    return Chunks.usageObject(1, tokens);
  }

  private int call(GatewayServer node) {
    return node(node).post("/v1/chat/completions", tenant.chat("dear", "x", LIMIT)).status();
  }

  private Http node(GatewayServer node) {
    return new Http(node.baseUri(), tenant.secret());
  }

  /** Declares the same on both nodes. */
  private void tenantWith(String balance) throws IOException {
    tenant =
        Tenant.on(first, "two-nodes")
            .models("dear")
            .with("gateway.model.@-dear.price.input", "0")
            .openingBalance(balance)
            .start();
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(first.configFile())) {
      settings.load(file);
    }
    second.set(
        settings.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, settings::getProperty)));
    Await.until(
        "the second node knows the model",
        Duration.ofSeconds(20),
        () -> node(second).get("/v1/models/" + tenant.model("dear")).status() == 200);
  }

  private void assertBooked(String balance, int charged) throws SQLException {
    try (Connection connection = database.connect()) {
      LedgerRows ledger = new LedgerRows(connection);
      BigDecimal expected = new BigDecimal(balance);
      assertEquals(0, expected.compareTo(ledger.balance(tenant.name())), "balance");
      assertEquals(0, expected.compareTo(ledger.sumOfPostings(tenant.name())), "postings");
      assertEquals(
          0,
          ledger.leased(tenant.name()).compareTo(ledger.sumOfLeases(tenant.name())),
          "leased against leases");
      assertEquals(
          charged,
          ledger.usage(tenant.name()).stream().filter(r -> r.charge().signum() > 0).count());
      assertEquals(0, ledger.unbalancedEntries());
    }
  }
}
