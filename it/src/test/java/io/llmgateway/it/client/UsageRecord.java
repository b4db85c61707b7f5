package io.llmgateway.it.client;

import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One record of {@code GET /v1/usage}. */
public record UsageRecord(
    String requestId,
    String callId,
    int attempt,
    String model,
    String endState,
    String source,
    int inputTokens,
    int outputTokens,
    BigDecimal charge) {

  /** All records of the key, read page by page. */
  public static List<UsageRecord> all(Http http) {
    List<UsageRecord> all = new ArrayList<>();
    Doc page = http.get("/v1/usage?limit=1000").assertOk().json();
    while (true) {
      page.at("data").items().forEach(r -> all.add(of(r)));
      if (!page.at("has_more").isTrue()) {
        return all;
      }
      page = http.get("/v1/usage?limit=1000&after=" + page.at("last_id").text()).assertOk().json();
    }
  }

  /** The records of one model; models belong to one test each. */
  public static List<UsageRecord> of(Http http, String model) {
    return all(http).stream().filter(r -> r.model().equals(model)).toList();
  }

  /** Waits for the one record of a call whose client did not see the settlement. */
  public static UsageRecord awaitOne(Http http, String model) {
    Await.until(
        "a usage record of " + model, Duration.ofSeconds(10), () -> !of(http, model).isEmpty());
    List<UsageRecord> found = of(http, model);
    if (found.size() != 1) {
      throw new AssertionError("one record expected: " + found);
    }
    return found.get(0);
  }

  private static UsageRecord of(Doc json) {
    return new UsageRecord(
        json.at("request_id").text(),
        json.at("call_id").text(),
        json.at("attempt").integer(),
        json.at("model").text(),
        json.at("end_state").text(),
        json.at("usage_source").text(),
        json.at("input_tokens").integer(),
        json.at("output_tokens").integer(),
        Wallet.decimal(json, "charge"));
  }
}
