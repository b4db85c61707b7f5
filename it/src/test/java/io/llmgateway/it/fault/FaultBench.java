package io.llmgateway.it.fault;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A sick channel for each scenario, with or without a healthy one behind it, and all calls made at
 * once: a scenario's time is mostly waiting.
 */
final class FaultBench implements AutoCloseable {
  static final String HEALTHY = "healthy";
  private static final int AT_ONCE = 10;

  /**
   * One call to be made.
   *
   * @param label names model and channel
   * @param pair whether a healthy channel stands behind the sick one
   * @param scripts what the sick provider does: the last one from then on, those before it once
   */
  record Scenario(String label, boolean stream, boolean pair, List<Script> scripts) {
    Scenario(String label, boolean stream, boolean pair, Script script) {
      this(label, stream, pair, List.of(script));
    }
  }

  private final Tenant tenant;
  private final ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
  private final Map<String, CompletableFuture<Observed>> calls = new LinkedHashMap<>();
  private Map<String, List<Doc>> records;

  FaultBench(List<Scenario> scenarios) {
    Tenant.Plan plan = Tenant.named("fault");
    List<String> pairs = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      String label = scenario.label();
      String timeout = "gateway.channel.@-" + label + ".timeout.";
      boolean large = label.contains("megabytes");
      plan.routed(label)
          .channel(label, label, plan.simulator(), 10)
          .with(timeout + "first-token", large ? "PT20S" : "PT0.7S")
          .with(timeout + "idle", "PT0.7S")
          .with(timeout + "total", large ? "PT20S" : "PT2.5S");
      if (scenario.pair()) {
        pairs.add("@-" + label + "=@-" + HEALTHY);
      }
    }
    plan.channel(HEALTHY, HEALTHY, plan.simulator(), 0)
        .with("gateway.channel.@-healthy.models", String.join(",", pairs));
    tenant = plan.start();
    for (Scenario scenario : scenarios) {
      List<Script> scripts = scenario.scripts();
      String upstream = tenant.model(scenario.label());
      scripts.subList(0, scripts.size() - 1).forEach(s -> tenant.simulator().next(upstream, s));
      tenant.simulator().on(upstream, scripts.get(scripts.size() - 1));
      calls.put(scenario.label(), CompletableFuture.supplyAsync(() -> call(scenario), clients));
    }
  }

  private Observed call(Scenario scenario) {
    String body =
        tenant.chat(
            scenario.label(), scenario.label(), scenario.stream() ? ",\"stream\":true" : "");
    long before = System.nanoTime();
    Reply reply = tenant.http().post("/v1/chat/completions", body);
    return new Observed(reply, Duration.ofNanos(System.nanoTime() - before));
  }

  Tenant tenant() {
    return tenant;
  }

  /** What the client saw; waits for it. */
  Observed observed(String label) {
    return calls.get(label).join();
  }

  /**
   * @return how often the scenario's own provider was asked by the client's request; probes of a
   *     channel that rests are not
   */
  int asked(String label) {
    return asked(label, label);
  }

  /**
   * @return how often the healthy provider was asked for the scenario
   */
  int askedHealthy(String label) {
    return asked(HEALTHY, label);
  }

  private int asked(String upstream, String message) {
    return (int)
        tenant.simulator().received().forModel(tenant.model(upstream)).stream()
            .filter(e -> e.body().contains("\"" + message + "\""))
            .count();
  }

  /**
   * @return the usage records of the scenario's call, by attempt; read when all calls have ended
   */
  List<Doc> records(String label) {
    if (records == null) {
      calls.values().forEach(CompletableFuture::join);
      records = new LinkedHashMap<>();
      for (Doc row : rows()) {
        String model = row.at("requested_model").text();
        records.computeIfAbsent(model, m -> new ArrayList<>()).add(row);
      }
      records.values().forEach(l -> l.sort(Comparator.comparing(r -> r.at("attempt").integer())));
    }
    return records.getOrDefault(tenant.model(label), List.of());
  }

  /** All usage records of the account. */
  List<Doc> rows() {
    Http admin = Http.as(Operator.AUDITOR, tenant.server());
    String path = "/admin/api/usage?limit=200&account=" + tenant.name();
    List<Doc> rows = new ArrayList<>();
    Doc page = admin.get(path).assertOk().json();
    rows.addAll(page.at("data").items());
    while (page.at("has_more").isTrue()) {
      page = admin.get(path + "&after=" + page.at("last_id").text()).assertOk().json();
      rows.addAll(page.at("data").items());
    }
    return rows;
  }

  @Override
  public void close() {
    clients.shutdownNow();
    tenant.withdraw();
    tenant.close();
  }
}
