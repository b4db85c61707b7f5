package io.llmgateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Catalog CATALOG = Catalog.load();

  private final Map<String, String> values = new HashMap<>();
  private final ChannelRegistry registry = new ChannelRegistry();
  private final Random random = new Random(1);
  private final RoutingScene calm = new RoutingScene();
  private final Router router =
      new Router(registry, calm, calm, calm, Clock.systemUTC(), () -> random);

  private void channel(String name, String models, String... more) {
    set("channel." + name + ".provider", "openai-compatible");
    set("channel." + name + ".base-url", "http://" + name + ".test");
    set("channel." + name + ".models", models);
    for (String pair : more) {
      set("channel." + name + "." + pair.split("=")[0], pair.split("=")[1]);
    }
  }

  private void set(String name, String value) {
    values.put("gateway." + name, value);
  }

  private void apply() {
    registry.apply(RoutingSettings.from(new ConfigView(values), CATALOG));
  }

  /** channel[:key]>upstream of each candidate. */
  private List<String> route(String model) {
    return router.route(RouteQuery.of(model)).candidates().stream()
        .map(
            c ->
                c.channel()
                    + (c.endpoint().apiKey() == null ? "" : ":" + c.endpoint().apiKey())
                    + ">"
                    + c.upstreamModel())
        .toList();
  }

  private ErrorCode refused(String model) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> router.route(RouteQuery.of(model)));
    assertEquals("model", refused.param());
    return refused.code();
  }

  @Test
  void triesTheHigherPriorityFirst() {
    channel("low", "m", "priority=-1");
    channel("high", "m=up", "priority=5");
    channel("middle", "m");
    apply();
    for (int i = 0; i < 50; i++) {
      assertEquals(List.of("high>up", "middle>m", "low>m"), route("m"));
    }
  }

  @Test
  void sharesByWeightAmongEquals() {
    channel("a", "m", "weight=6");
    channel("b", "m", "weight=3");
    channel("c", "m", "weight=1");
    apply();
    Map<String, Integer> first = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      List<String> route = route("m");
      assertEquals(3, Set.copyOf(route).size());
      first.merge(route.get(0), 1, Integer::sum);
    }
    assertEquals(6_000, first.get("a>m"), 300);
    assertEquals(3_000, first.get("b>m"), 300);
    assertEquals(1_000, first.get("c>m"), 300);
  }

  @Test
  void asksAChannelOfNoWeightOnlyAfterItsEquals() {
    channel("a", "m", "weight=0");
    channel("b", "m");
    channel("c", "m");
    apply();
    for (int i = 0; i < 100; i++) {
      assertEquals("a>m", route("m").get(2));
    }
  }

  @Test
  void takesTheKeysOfAChannelInTurn() {
    channel("a", "m", "api-key=k1,k2,k3");
    apply();
    assertEquals(List.of("a:k1>m", "a:k2>m", "a:k3>m"), route("m"));
    assertEquals(List.of("a:k2>m", "a:k3>m", "a:k1>m"), route("m"));
    assertEquals(List.of("a:k3>m", "a:k1>m", "a:k2>m"), route("m"));
    assertEquals(List.of("a:k1>m", "a:k2>m", "a:k3>m"), route("m"));
  }

  @Test
  void triesEveryChannelBeforeASecondKey() {
    channel("a", "m", "api-key=k1,k2", "priority=2");
    channel("b", "m", "api-key=k3,k4,k5", "priority=1");
    channel("c", "m");
    apply();
    assertEquals(List.of("a:k1>m", "b:k3>m", "c>m", "a:k2>m", "b:k4>m", "b:k5>m"), route("m"));
  }

  @Test
  void addsTheFallbacksInOrderUnderTheirOwnNames() {
    channel("a", "m");
    channel("b", "n");
    channel("c", "o");
    set("model.m.fallbacks", "o,n");
    apply();
    assertEquals(List.of("a>m", "c>o", "b>n"), route("m"));
    assertEquals("o", router.route(RouteQuery.of("m")).candidates().get(1).publicModel());
    assertEquals("m", router.route(RouteQuery.of("m")).requestedModel());
  }

  @Test
  void treatsAnotherNameOfAModelAsTheModel() {
    channel("a", "m");
    channel("b", "n");
    set("model.m.fallbacks", "n");
    apply();
    assertEquals(List.of("a>m", "b>n"), route("openai-compatible/m"));
    assertEquals(
        "m",
        router.route(RouteQuery.of("openai-compatible/m")).candidates().get(0).publicModel(),
        "as priced");
  }

  @Test
  void doesNotFollowTheFallbacksOfAFallbackNorACycle() {
    channel("a", "m");
    channel("b", "n");
    channel("c", "o");
    set("model.m.fallbacks", "n,m");
    set("model.n.fallbacks", "m,o");
    apply();
    assertEquals(List.of("a>m", "b>n"), route("m"));
    assertEquals(List.of("b>n", "a>m", "c>o"), route("n"));
  }

  @Test
  void neverTriesTheSameThingTwice() {
    channel("a", "m=up,n=up,o=other");
    set("model.m.fallbacks", "n,o,o");
    apply();
    assertEquals(List.of("a>up", "a>other"), route("m"));
  }

  @Test
  void answersForANameThatHasFallbacksOnly() {
    channel("a", "m");
    set("model.smart.fallbacks", "m");
    apply();
    assertEquals(List.of("a>m"), route("smart"));
    assertTrue(router.model("smart").isPresent());
  }

  @Test
  void passesOverFallbacksThatNobodyAnswersFor() {
    channel("a", "m");
    set("model.m.fallbacks", "nobody");
    apply();
    assertEquals(List.of("a>m"), route("m"));
  }

  @Test
  void saysThatAModelIsUnknown() {
    channel("a", "m");
    apply();
    assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("nobody"));
    assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("gpt-4o"), "the catalogue alone sells nothing");
  }

  @Test
  void saysThatAKnownModelHasNoChannel() {
    set("model.m.price.input", "1");
    apply();
    assertEquals(ErrorCode.NO_CHANNEL_AVAILABLE, refused("m"));
  }

  @Test
  void knowsNothingBeforeTheFirstConfiguration() {
    assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("m"));
    assertEquals(List.of(), router.models());
  }

  @Test
  void offersThePlainIdOfTwoProvidersFromBoth() {
    set("channel.a.provider", "deepseek");
    set("channel.a.api-key", "k");
    set("channel.b.provider", "qwen");
    set("channel.b.api-key", "k");
    apply();
    assertEquals(
        Set.of("a:k>deepseek-v4-pro", "b:k>deepseek-v4-pro"),
        new TreeSet<>(route("deepseek-v4-pro")));
    assertEquals(List.of("b:k>deepseek-v4-pro"), route("qwen/deepseek-v4-pro"));
    assertEquals(
        Set.of("deepseek", "qwen"),
        Set.copyOf(router.model("deepseek-v4-pro").orElseThrow().providers()));
  }

  @Test
  void replacesEverythingAtOnce() {
    channel("a", "m");
    apply();
    values.clear();
    channel("b", "n");
    apply();
    assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("m"));
    assertEquals(List.of("b>n"), route("n"));
  }

  @Test
  void listsIdsInOrderButNotAliases() {
    set("channel.mm.provider", "minimax");
    set("channel.mm.api-key", "k");
    channel("z", "zeta,alpha");
    apply();
    List<String> ids = router.models().stream().map(PublicModel::id).toList();
    List<String> sorted = new ArrayList<>(ids);
    Collections.sort(sorted);
    assertEquals(sorted, ids);
    assertTrue(ids.containsAll(List.of("MiniMax-M2", "alpha", "zeta")));
    assertTrue(!ids.contains("minimax-m2") && !ids.contains("minimax/MiniMax-M2"));
    assertEquals("minimax-m2", router.model("minimax-m2").orElseThrow().id());
  }

  @Test
  void promisesOnlyWhatHoldsAtEveryProvider() {
    set("channel.a.provider", "demo");
    set("channel.a.models", "m=demo-reasoner");
    set("channel.a.priority", "1");
    set("channel.b.provider", "demo");
    set("channel.b.models", "m=demo-chat");
    set("demo.enabled", "true");
    apply();
    PublicModel model = router.model("m").orElseThrow();
    assertEquals("demo-reasoner", model.card().id());
    assertEquals(Set.of("tools", "parallel_tools", "streaming_tool_calls"), model.capabilities());
    assertEquals(4096, model.maxOutputTokens());
    assertEquals(List.of("demo"), model.providers());
  }

  @Test
  void showsAModelThatTheCatalogueDoesNotKnow() {
    channel("a", "own");
    apply();
    PublicModel model = router.model("own").orElseThrow();
    assertNull(model.card());
    assertEquals(Set.of(), model.capabilities());
    assertEquals(0, model.contextWindow());
  }

  @Test
  void saysHowManyAttemptsAreAllowed() {
    set("retry.max-attempts", "3");
    apply();
    assertEquals(3, router.retry().maxAttempts());
  }
}
