package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.client.Wallet;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many first requests at once can not spend one balance, or one budget, twice. */
@Timeout(180)
class OverdraftIT {
  private static final int CALLS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Tenant tenant;

  /** An answer of 1,000 tokens at most costs 0.002; the input is free, so that 10 fit exactly. */
  @BeforeEach
  void start() {
    tenant =
        Tenant.named("overdraft")
            .models("dear")
            .with("gateway.model.@-dear.price.input", "0")
            .openingBalance("0.020")
            .with("gateway.account.@-rich.opening-balance", "1000")
            .with("gateway.account.@-rich.currency", "USD")
            .with("gateway.key.@-thrifty.secret", "sk-test-secret-of-@-thrifty")
            .with("gateway.key.@-thrifty.account", "@-rich")
            .with("gateway.key.@-thrifty.budget.amount", "0.020")
            .with("gateway.key.@-thrifty.budget.period", "P1Y")
            .start();
  }

  @AfterEach
  void stop() {
    tenant.close();
  }

  @Test
  void exactlyTenOfAThousandPassABalanceForTen() {
    assertEquals(Map.of(200, 10L, 402, 990L), callAll(tenant.name(), 990));

    Wallet wallet = Wallet.of(tenant.http());
    assertEquals(0, wallet.balance().compareTo(new BigDecimal("0.010")), wallet.toString());
    assertEquals(0, wallet.held().signum(), wallet.toString());
    List<UsageRecord> charged =
        UsageRecord.all(tenant.http()).stream().filter(r -> r.charge().signum() > 0).toList();
    assertEquals(10, charged.size());
    assertEquals(10, tenant.simulator().received().forModel(tenant.model("dear")).size());
  }

  @Test
  void exactlyTenOfAThousandPassABudgetForTen() {
    assertEquals(Map.of(200, 10L, 429, 990L), callAll(tenant.name() + "-thrifty", 990));

    Wallet wallet = Wallet.of(tenant.http("thrifty"));
    assertEquals(0, wallet.balance().compareTo(new BigDecimal("999.990")), wallet.toString());
    assertEquals(0, wallet.held().signum(), wallet.toString());
    assertEquals(10, tenant.simulator().received().forModel(tenant.model("dear")).size());
  }

  /** The provider answers nobody before all the others have been refused. */
  private Map<Integer, Long> callAll(String key, int refused) {
    Gate gate = new Gate();
    String answer = Chunks.whole("five hundred tokens", Chunks.usageObject(1, 500));
    tenant.simulator().on(tenant.model("dear"), Script.json(answer).afterGate(gate));
    String body = tenant.chat("dear", "x", ",\"max_tokens\":1000");
    Http http = new Http(tenant.baseUrl(), tenant.secret(key));
    List<CompletableFuture<Reply>> calls =
        IntStream.range(0, CALLS)
            .mapToObj(i -> http.postLater("/v1/chat/completions", body))
            .toList();

    Await.until(
        refused + " of " + CALLS + " are refused",
        PATIENCE,
        () -> calls.stream().filter(CompletableFuture::isDone).count() >= refused);
    gate.open();

    return calls.stream()
        .map(CompletableFuture::join)
        .collect(Collectors.groupingBy(Reply::status, Collectors.counting()));
  }
}
