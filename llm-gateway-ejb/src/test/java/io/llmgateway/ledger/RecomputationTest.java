package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.PriceCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is booked, computed again from the database alone. */
class RecomputationTest {
  private static final int MODELS = 12;
  private static final int CALLS = 300;

  private final RandomPrices random = new RandomPrices(7);
  private final MovableClock clock = new MovableClock("2026-11-16T00:00:00Z");
  private TestDatabase database;

  @ParameterizedTest
  @EnumSource
  void eachRecordSaysWhatItsRowsGive(TestDatabase.Provider provider) throws Exception {
    bookRandomCalls(provider);
    Map<String, List<String>> differences = differences();
    assertEquals(CALLS, differences.size());
    differences.values().forEach(found -> assertEquals(List.of(), found));
    assertTrue(count("charge <> 0") > CALLS / 4);
    assertTrue(count("charge = 0 and cost <> 0") > CALLS / 10);
    assertTrue(count("terms_id is not null") > CALLS / 4);
    assertTrue(count("exchange_rate_id is not null") > CALLS / 4);
  }

  @ParameterizedTest
  @EnumSource
  void namesWhatHasBeenChangedBehindTheBack(TestDatabase.Provider provider) throws Exception {
    bookRandomCalls(provider);
    assertFound("charge = charge + 0.000000000001", "charge <> 0", "charge is");
    assertFound("cost = cost - 0.000000000001", "cost <> 0", "cost is");
    assertFound("input_tokens = input_tokens + 1000", "charge <> 0 and images = 0", "charge is");
    assertFound("output_tokens = -1", "charge <> 0", "can not be computed");
    assertFound("price_id = 'none'", "charge <> 0", "there is no price with the id none");
    assertFound("price_id = null", "charge <> 0", "no price is named");
    assertFound("terms_id = null", "charge <> 0 and terms_id is not null", "charge is");
    assertFound("exchange_rate_id = null", "exchange_rate_id is not null", "no exchange rate");
    assertFound("charge_currency = 'EUR'", "charge <> 0", "exchange rate");
    assertFound("end_state = 'CUT'", "charge <> 0", "computes to 0.000000000000 USD");
    assertFound("public_model = 'x', upstream_model = 'x'", "charge <> 0", "another model");
    assertFound("account = 'x'", "terms_id is not null", "are of account");
    assertFound("uncollected = -1", "charge <> 0", "uncollected");
  }

  private void bookRandomCalls(TestDatabase.Provider provider) throws InterruptedException {
    database = TestDatabase.empty(provider);
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      for (int call = 0; call < CALLS; call++) {
        if (call % 30 == 0) {
          clock.forward(Duration.ofHours(5));
          changeEverything(team);
        }
        book(team, call);
      }
    }
  }

  private void changeEverything(TestLedger team) {
    Map<String, String> settings = new HashMap<>();
    settings.put("gateway.account.team.opening-balance", "1000000000");
    settings.put("gateway.exchange-rate.CNY-USD", random.rate().toPlainString());
    if (random.chance()) {
      settings.put("gateway.account.team.price-factor", random.factor().toPlainString());
    }
    if (random.chance()) {
      settings.put("gateway.cache.price", random.factor().toPlainString());
    }
    settings.put("gateway.model.public-1.price.input", "0.000001");
    settings.put("gateway.model.public-1.price.output", "3");
    settings.put("gateway.model.public-1.price.request", "0.000000000001");
    settings.put("gateway.model.public-1.price.currency", "CNY");
    List<ModelCard> models = new ArrayList<>();
    for (int i = 0; i < MODELS; i++) {
      PriceCard card = random.card(i % 2 == 0 ? "USD" : "CNY");
      models.add(new ModelCard("m-" + i, List.of(), "chat", 0, 0, Set.of(), card));
    }
    team.apply(
        settings,
        new ProviderCard("vendor", "Vendor", "openai", null, null, true, Map.of(), models));
  }

  private void book(TestLedger team, int call) {
    PricedModel model = new PricedModel("public-" + call % MODELS, "vendor", "m-" + call % MODELS);
    MeteredUsage used = random.usage(clock.instant());
    EndState end = EndState.values()[call % EndState.values().length];
    boolean nothing = end == EndState.FAILED_BEFORE_OUTPUT && random.chance();
    Hold hold =
        team.wallets.hold(
            new HoldRequest(
                Uuid7.next(clock.millis()),
                "team",
                List.of(model),
                200_000,
                20_000,
                4,
                end == EndState.CACHED));
    team.settle(
        hold,
        new AttemptRecord(
            1,
            model.publicModel(),
            model.provider(),
            model.upstreamModel(),
            "channel",
            end.charged() ? Outcome.OK : Outcome.CUT,
            end,
            nothing ? Usage.NONE : used.usage(),
            UsageSource.REPORTED,
            used.startedAt(),
            null,
            Duration.ofMillis(300),
            used.images()));
  }

  /** Changes one record, looks for it, and takes the change back. */
  private void assertFound(String change, String where, String finding) throws SQLException {
    try (Connection connection = database.source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String id;
      try (ResultSet row =
          statement.executeQuery(
              "select min(id) from usage_record where exchange_rate_id is not null and " + where)) {
        row.next();
        id = row.getString(1);
      }
      assertEquals(
          1,
          statement.executeUpdate(
              "update usage_record set " + change + " where id = '" + id + "'"));
      Map<String, List<String>> found = differences(connection);
      connection.rollback();
      found.values().removeIf(List::isEmpty);
      assertEquals(Set.of(id), found.keySet(), change);
      assertTrue(found.get(id).toString().contains(finding), change + ": " + found);
    }
  }

  private Map<String, List<String>> differences() throws SQLException {
    try (Connection connection = database.source.getConnection()) {
      return differences(connection);
    }
  }

  private static Map<String, List<String>> differences(Connection connection) throws SQLException {
    Recomputation recomputation = Recomputation.of(connection);
    Map<String, List<String>> differences = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from usage_record")) {
      while (row.next()) {
        BookedUsage record = BookedUsage.of(row);
        differences.put(record.id(), recomputation.differences(record));
      }
    }
    return differences;
  }

  private int count(String where) {
    return Integer.parseInt(
        database.query("select count(*) from usage_record where " + where).get(0));
  }
}
