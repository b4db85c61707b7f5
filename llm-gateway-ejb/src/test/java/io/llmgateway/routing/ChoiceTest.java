package io.llmgateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final String PLAIN = "{'model':'m'}";

  private final RoutingScene scene = new RoutingScene();

  private static String chat(String conversation) {
    return "{'model':'m','messages':[{'role':'system','content':'Be brief.'},"
        + "{'role':'user','content':'"
        + conversation
        + "'}]}";
  }

  private ChatException.Final refused(String json) {
    return assertThrows(ChatException.Final.class, () -> scene.route(json));
  }

  @Test
  void putsThoseThatAreNotWellAtTheEndOfTheWholeRoute() {
    scene.channel("a", "m", "priority=2").channel("b", "m").channel("c", "n");
    scene.set("model.m.fallbacks", "n").apply();
    scene.sick.add("a");
    assertEquals(List.of("b>m", "c>n", "a>m"), scene.route(PLAIN));
    scene.sick.addAll(Set.of("b", "c"));
    assertEquals(List.of("a>m", "b>m", "c>n"), scene.route(PLAIN), "used when nothing else is");
  }

  @Test
  void takesTheCheapestByWhatTheCallWillCost() {
    scene.channel("in", "m").channel("out", "m").channel("free", "m").channel("unknown", "m");
    scene.set("model.m.strategy", "least-cost").apply();
    scene.price("in", "1", "9").price("out", "3", "1").price("free", "0", "0");
    scene.inputTokens = 10_000;
    assertEquals(List.of("free>m", "in>m", "out>m", "unknown>m"), scene.route(PLAIN));
    scene.inputTokens = 100;
    assertEquals(List.of("free>m", "out>m", "in>m", "unknown>m"), scene.route(PLAIN));
  }

  @Test
  void countsWhatAChannelHasInItsPromptCache() {
    scene.channel("a", "m").channel("b", "m");
    scene.set("routing.strategy", "least-cost").apply();
    scene.price("a", "2", "0").price("b", "3", "0");
    scene.sick.add("a");
    String first = "{'model':'m','messages':[{'role':'user','content':'hello'}]}";
    String next =
        "{'model':'m','messages':[{'role':'user','content':'hello'},"
            + "{'role':'assistant','content':'hi'},{'role':'user','content':'go on'}]}";
    assertEquals("b>m", scene.route(first).get(0));
    scene.sick.clear();
    assertEquals("b>m", scene.route(next).get(0), "knows the conversation");
    assertEquals("a>m", scene.route(PLAIN).get(0), "does not know this one");
  }

  @Test
  void takesTheLeastBusyAndKeepsThePriorities() {
    scene.channel("a", "m").channel("b", "m").channel("first", "m", "priority=1");
    scene.set("model.m.strategy", "least-busy").apply();
    scene.busy.putAll(Map.of("a", 3, "b", 1, "first", 9));
    assertEquals(List.of("first>m", "b>m", "a>m"), scene.route(PLAIN));
  }

  @Test
  void takesTheBetterOfTwoByFirstToken() {
    scene.channel("fast", "m").channel("slow", "m").channel("slower", "m");
    scene.set("model.m.strategy", "least-latency").apply();
    scene.firstToken.putAll(Map.of("fast", 50.0, "slow", 500.0, "slower", 900.0));
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      List<String> route = scene.route(PLAIN);
      assertEquals(3, Set.copyOf(route).size());
      first.merge(route.get(0), 1, Integer::sum);
    }
    assertEquals(2_000, first.get("fast>m"), 150, "in two of three draws");
    assertEquals(1_000, first.get("slow>m"), 150);
    assertTrue(first.getOrDefault("slower>m", 0) < 120, "only to find out whether it is better");
    assertTrue(first.containsKey("slower>m"));
  }

  @Test
  void measuresAChannelThatHasNotBeenMeasured() {
    scene.channel("fast", "m").channel("fresh", "m");
    scene.set("model.m.strategy", "least-latency").apply();
    scene.firstToken.put("fast", 50.0);
    long fresh =
        IntStream.range(0, 100).filter(i -> scene.route(PLAIN).get(0).equals("fresh>m")).count();
    assertTrue(fresh > 85, "fresh was first " + fresh + " times of 100");
  }

  @Test
  void keepsAConversationOnItsChannelAndKeyAndMovesFewWhenOneGoes() {
    for (String name : List.of("a", "b", "c", "d")) {
      scene.channel(name, "m", "api-key=" + name + "1," + name + "2");
    }
    scene.set("model.m.strategy", "sticky").apply();
    Map<String, String> before = new TreeMap<>();
    for (int i = 0; i < 2_000; i++) {
      String json = chat("conversation " + i);
      before.put(json, scene.route(json).get(0));
      assertEquals(before.get(json), scene.route(json).get(0));
    }
    for (String name : List.of("a", "b", "c", "d")) {
      long share = before.values().stream().filter(each -> each.startsWith(name)).count();
      assertEquals(500, share, 100, name);
    }
    scene.without("c");
    before.forEach(
        (json, place) -> {
          String now = scene.route(json).get(0);
          assertEquals(!place.startsWith("c"), place.equals(now), place + " is now " + now);
        });
  }

  @Test
  void failsOverFromASickChannelWhateverSticksToIt() {
    scene.channel("a", "m").channel("b", "m").set("model.m.strategy", "sticky").apply();
    String home = scene.route(chat("hello")).get(0);
    scene.sick.add(home.substring(0, 1));
    assertNotEquals(home, scene.route(chat("hello")).get(0));
    scene.sick.clear();
    assertEquals(home, scene.route(chat("hello")).get(0));
  }

  @Test
  void knowsAConversationByItsBeginningOrByWhatTheClientCallsIt() {
    scene.channel("a", "m").channel("b", "m").channel("c", "m");
    scene.set("model.m.strategy", "sticky").apply();
    for (int i = 0; i < 50; i++) {
      String said = "{'role':'user','content':'question " + i + "'}";
      String longer = said + ",{'role':'assistant','content':'yes'},{'role':'user','content':'so'}";
      assertEquals(
          scene.route("{'model':'m','messages':[" + said + "]}"),
          scene.route("{'model':'m','messages':[" + longer + "]}"));
      assertEquals(
          scene.route("{'model':'m','prompt_cache_key':'x','messages':[" + said + "]}"),
          scene.route("{'model':'m','prompt_cache_key':'x','messages':[]}"));
    }
  }

  @Test
  void followsTheClientsOrderOverThePriorities() {
    scene.channel("a", "m", "priority=5").channel("b", "m").channel("c", "m", "priority=1").apply();
    assertEquals(
        List.of("b>m", "a>m", "c>m"), scene.route("{'model':'m','provider':{'order':['B']}}"));
    assertEquals(
        List.of("c>m", "b>m"),
        scene.route("{'model':'m','gateway':{'order':['c','b'],'allow_fallbacks':false}}"));
  }

  @Test
  void namesAProviderAsWellAsAChannel() {
    scene.channel("a", "m").apply();
    assertEquals(
        List.of("a>m"), scene.route("{'model':'m','provider':{'only':['OpenAI Compatible']}}"));
    assertEquals(
        "provider.ignore",
        refused("{'model':'m','provider':{'ignore':['openai-compatible']}}").param());
  }

  @Test
  void sortsByTheClientsWordWhateverThePriority() {
    scene.channel("a", "m", "priority=5").channel("b", "m").apply();
    scene.price("a", "2", "2").price("b", "1", "1");
    scene.firstToken.putAll(Map.of("a", 90.0, "b", 20.0));
    scene.speed.putAll(Map.of("a", 10.0, "b", 80.0));
    for (String sort : List.of("price", "latency", "throughput")) {
      assertEquals(
          List.of("b>m", "a>m"), scene.route("{'model':'m','gateway':{'sort':'" + sort + "'}}"));
    }
  }

  @Test
  void staysAtOneChannelWithoutFallbacks() {
    scene.channel("a", "m", "priority=1", "api-key=k1,k2").channel("b", "m").channel("c", "n");
    scene.set("model.m.fallbacks", "n").apply();
    String json = "{'model':'m','gateway':{'allow_fallbacks':false}}";
    assertEquals(2, scene.route(json).size());
    scene.route(json).forEach(each -> assertTrue(each.startsWith("a:")));
    scene.sick.add("a");
    assertEquals(List.of("b>m"), scene.route(json));
  }

  @Test
  void refusesWhatNobodyCanMeetAndSaysWhy() {
    scene.channel("a", "m", "region=eu-west-1", "data-retention=stored").apply();
    scene.price("a", "1", "2");
    Map<String, String> wishes =
        Map.of(
            "'only':['b']", "gateway.only",
            "'ignore':['a']", "gateway.ignore",
            "'region':'cn'", "gateway.region",
            "'region':'eu-west'", "",
            "'max_price':{'prompt':0.5}", "gateway.max_price",
            "'max_price':{'prompt':1,'completion':'2'}", "",
            "'max_price':1.5", "gateway.max_price",
            "'data_collection':'deny'", "gateway.data_collection",
            "'zdr':true", "gateway.zdr",
            "'require_parameters':true", "");
    wishes.forEach(
        (wish, param) -> {
          String json = "{'model':'m','gateway':{" + wish + "}}";
          if (param.isEmpty()) {
            assertEquals(List.of("a>m"), scene.route(json), wish);
          } else {
            assertEquals(ErrorCode.NO_CHANNEL_AVAILABLE, refused(json).code(), wish);
            assertEquals(param, refused(json).param());
            if (!wish.contains("region")) {
              String other = json.replace("'gateway'", "'provider'");
              assertEquals(param.replace("gateway.", "provider."), refused(other).param());
            }
          }
        });
  }

  @Test
  void requiresParametersOfThoseThatAreKnownToTakeThem() {
    scene.channel("a", "m", "drop=seed").channel("b", "m", "allow=model,messages,stream,seed");
    scene.channel("c", "n").set("model.n.capabilities", "tools").set("model.m.fallbacks", "n");
    scene.apply();
    String required = ",'gateway':{'require_parameters':true}}";
    assertEquals(List.of("b>m", "c>n"), scene.route("{'model':'m','seed':1" + required));
    String nothing = "{'model':'m','n':1,'user':'','frequency_penalty':0" + required;
    assertEquals(List.of("a>m", "b>m", "c>n"), scene.route(nothing), "says what holds anyway");
    assertEquals(
        List.of("c>n"),
        scene.route("{'model':'m','tools':[{'type':'function'}]" + required),
        "of m nothing is known");
  }

  @Test
  void policyFailsClosed() {
    scene.channel("silent", "m").channel("eu", "m", "region=eu", "data-retention=limited");
    scene.channel("cn", "m", "region=cn-beijing", "filing=Beijing-1", "data-retention=none");
    scene.set("account.acme.policy.regions", "cn,us").apply();
    assertEquals(List.of("cn>m"), scene.route(PLAIN));
    scene.set("account.acme.policy.regions", "").set("account.acme.policy.filed-only", "true");
    scene.apply();
    assertEquals(List.of("cn>m"), scene.route(PLAIN));
    scene.set("account.acme.policy.filed-only", "false");
    scene.set("account.acme.policy.data-retention", "limited").apply();
    assertEquals(Set.of("cn>m", "eu>m"), Set.copyOf(scene.route(PLAIN)));
    scene.account = "other";
    assertEquals(3, scene.route(PLAIN).size());
  }

  @Test
  void policyRefusesWithoutNamingAnybody() {
    scene.channel("secretly", "m").set("account.acme.policy.filed-only", "true").apply();
    ChatException.Final refused = refused(PLAIN);
    assertEquals(ErrorCode.MODEL_NOT_ALLOWED, refused.code());
    assertEquals("model", refused.param());
    assertTrue(!refused.getMessage().contains("secretly"), refused.getMessage());
  }

  @Test
  void policyHoldsForFallbacksToo() {
    scene.channel("a", "m", "region=cn").channel("b", "n");
    scene.set("model.m.fallbacks", "n").set("account.acme.policy.regions", "cn").apply();
    assertEquals(List.of("a>m"), scene.route("{'model':'m','models':['m','n']}"));
  }

  @Test
  void addsTheClientsOwnFallbacksThatItMayCall() {
    scene.channel("a", "m").channel("b", "n").channel("c", "o").apply();
    assertEquals(List.of("a>m", "c>o", "b>n"), scene.route("{'model':'m','models':['m','o','n']}"));
    assertEquals("models[1]", refused("{'model':'m','models':['o','nobody']}").param());
    scene.allowed = name -> !name.equals("n");
    assertEquals(ErrorCode.MODEL_NOT_ALLOWED, refused("{'model':'m','models':['n']}").code());
  }

  @Test
  void givesAShareOfTheUsersAnotherModelAndAlwaysTheSame() {
    scene.channel("a", "m").channel("b", "n").set("model.m.split", "n:20").apply();
    Map<String, String> before = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      scene.user = "user-" + i;
      before.put(scene.user, scene.route(PLAIN).get(0));
      assertEquals(before.get(scene.user), scene.route(PLAIN).get(0));
      assertEquals(2, before.get(scene.user).equals("b>n") ? scene.route(PLAIN).size() : 2);
    }
    assertEquals(1_000, before.values().stream().filter("b>n"::equals).count(), 100);
    scene.set("model.m.split", "n:50").apply();
    before.forEach(
        (user, place) -> {
          scene.user = user;
          if (place.equals("b>n")) {
            assertEquals("b>n", scene.route(PLAIN).get(0), "nobody leaves a share that grows");
          }
        });
  }

  @Test
  void copiesAShareOfTheRequestsButNoneOfAnAccountWithAPolicy() {
    scene.channel("a", "m").channel("b", "n").set("model.m.shadow", "n:25");
    scene.set("account.acme.policy.regions", "cn").apply();
    long copied =
        IntStream.range(0, 4_000)
            .filter(i -> "n".equals(scene.router.shadow("m", "other", "call-" + i)))
            .count();
    assertEquals(1_000, copied, 120);
    IntStream.range(0, 100).forEach(i -> assertNull(scene.router.shadow("m", "acme", "call-" + i)));
    assertNull(scene.router.shadow("n", "other", "call-1"));
  }

  @Test
  void explainsTheOrderThatItUsesWhateverTheRoute() {
    Random chance = new Random(7);
    for (int round = 0; round < 300; round++) {
      RoutingScene each = randomScene(chance);
      String json = randomWish(chance);
      int seed = chance.nextInt();
      each.random.setSeed(seed);
      Decision explained = each.router.explain(each.query(json));
      each.random.setSeed(seed);
      if (explained.refused()) {
        ChatException.Final refused =
            assertThrows(ChatException.Final.class, () -> each.route(json), json);
        assertEquals(refused.getMessage(), Router.refusal(explained).getMessage());
      } else {
        assertEquals(RoutingScene.names(explained.candidates()), each.route(json), json);
      }
    }
  }

  private static RoutingScene randomScene(Random chance) {
    RoutingScene each = new RoutingScene();
    List<String> strategies =
        List.of("priority", "least-latency", "least-cost", "least-busy", "sticky");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      each.channel(
          name,
          chance.nextBoolean() ? "m,n" : "m",
          "priority=" + chance.nextInt(2),
          "weight=" + chance.nextInt(4),
          "region=" + (chance.nextBoolean() ? "cn" : "eu"),
          "api-key=" + (chance.nextBoolean() ? name : name + "1," + name + "2"));
      each.price(name, "" + chance.nextInt(9), "" + chance.nextInt(9));
      each.busy.put(name, chance.nextInt(3));
      if (chance.nextBoolean()) {
        each.firstToken.put(name, 10.0 * chance.nextInt(50));
      }
      if (chance.nextInt(4) == 0) {
        each.sick.add(name);
      }
    }
    each.set("routing.strategy", strategies.get(chance.nextInt(strategies.size())));
    each.set("model.m.fallbacks", "n").set("model.m.split", "n:50");
    each.set("virtual.v.models", "m,n").set("virtual.v.task.code", "n");
    if (chance.nextInt(3) == 0) {
      each.set("account.acme.policy.regions", chance.nextBoolean() ? "cn" : "us");
    }
    each.user = "user-" + chance.nextInt();
    return each.apply();
  }

  private static String randomWish(Random chance) {
    List<String> wishes =
        List.of(
            "",
            "'order':['c','a']",
            "'only':['b','c','d']",
            "'ignore':['a'],'sort':'price'",
            "'region':'cn','allow_fallbacks':false",
            "'max_price':5,'sort':'latency'",
            "'task':'code'");
    return "{'model':'"
        + (chance.nextBoolean() ? "m" : "v")
        + "','messages':[{'role':'user','content':'hello "
        + chance.nextInt()
        + "'}],'gateway':{"
        + wishes.get(chance.nextInt(wishes.size()))
        + "}}";
  }

  @Test
  void explainsThatWhatHasNoPriceIsNotCalled() {
    scene.channel("a", "m").channel("b", "m", "priority=1").apply().price("a", "1", "1");
    Decision explained = scene.router.explain(scene.query(PLAIN));
    assertEquals(List.of("a>m"), RoutingScene.names(explained.candidates()));
    assertEquals(Exclusion.NOT_PRICED, explained.excluded().get(0).reason());
    scene.prices.clear();
    Decision none = scene.router.explain(scene.query(PLAIN));
    assertEquals(ErrorCode.MODEL_NOT_PRICED, Router.refusal(none).code());
  }
}
