package io.llmgateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VirtualModelTest {
  private final RoutingScene scene = new RoutingScene();

  private static String said(String model, String text, String more) {
    return "{'model':'"
        + model
        + "','messages':[{'role':'user','content':'"
        + text
        + "'}]"
        + more
        + "}";
  }

  private List<String> route(String text) {
    return scene.route(said("best", text, ""));
  }

  /** Three models, each on a channel of its own, and a virtual one over them. */
  private RoutingScene three(String... settings) {
    scene.channel("a", "cheap").channel("b", "middle").channel("c", "dear");
    scene.price("a", "1", "1").price("b", "2", "2").price("c", "4", "4");
    scene.set("virtual.best.models", "cheap,middle,dear");
    for (String setting : settings) {
      scene.set(setting.split("=")[0], setting.split("=")[1]);
    }
    return scene.apply();
  }

  private Map<String, Exclusion> excluded(String json) {
    return scene.router.explain(scene.query(json)).models().stream()
        .filter(model -> model.excluded() != null)
        .collect(Collectors.toMap(RankedModel::model, RankedModel::excluded));
  }

  @Test
  void choosesByPriceWhereNothingElseIsKnown() {
    three();
    assertEquals(List.of("a>cheap", "b>middle", "c>dear"), route("hello"));
  }

  @Test
  void weighsPriceAgainstTierAndLatencyAndFeedback() {
    three(
        "model.dear.quality=premium", "model.cheap.quality=economy", "virtual.best.weight.price=0");
    assertEquals("c>dear", route("hello").get(0));
    three("virtual.best.weight.quality=0", "virtual.best.weight.latency=9");
    scene.firstToken.putAll(Map.of("a", 900.0, "b", 30.0, "c", 400.0));
    assertEquals("b>middle", route("hello").get(0));
    three("virtual.best.weight.latency=0");
    scene.scores.putAll(Map.of("dear", 0.9, "cheap", -0.9));
    assertEquals("c>dear", route("hello").get(0));
  }

  @Test
  void followsTheRuleForTheTaskThenTheLanguageThenTheScore() {
    three("virtual.best.task.code=dear,middle", "virtual.best.language.zh=middle");
    assertEquals(List.of("c>dear", "b>middle", "a>cheap"), route("Write a Python function"));
    assertEquals(List.of("b>middle", "a>cheap", "c>dear"), route("你好"));
    assertEquals(List.of("c>dear", "b>middle", "a>cheap"), route("写一段代码"));
    assertEquals("a>cheap", route("hello").get(0));
    assertEquals("c>dear", scene.route(said("best", "hello", ",'gateway':{'task':'code'}")).get(0));
  }

  @Test
  void sortsTheModelsByTheClientsWordOverRulesAndWeights() {
    three(
        "virtual.best.task.code=dear", "model.dear.quality=premium", "virtual.best.weight.price=0");
    scene.firstToken.putAll(Map.of("a", 900.0, "b", 30.0, "c", 400.0));
    String code = "Write a Python function";
    assertEquals("c>dear", route(code).get(0));
    assertEquals(
        List.of("a>cheap", "b>middle", "c>dear"),
        scene.route(said("best", code, ",'gateway':{'sort':'price'}")));
    assertEquals(
        List.of("b>middle", "c>dear", "a>cheap"),
        scene.route(said("best", code, ",'gateway':{'sort':'latency'}")));
  }

  @Test
  void leavesOutWhatCanNotTakeTheRequest() {
    three(
        "model.cheap.context-window=500",
        "model.middle.capabilities=tools",
        "model.dear.capabilities=json_mode",
        "model.middle.quality=standard");
    assertEquals(Map.of("cheap", Exclusion.CONTEXT), excluded(said("best", "hello", "")));
    assertEquals(
        Exclusion.CAPABILITY,
        excluded(said("best", "hello", ",'tools':[{'type':'function'}]")).get("dear"));
    assertEquals(
        Exclusion.QUALITY,
        excluded(said("best", "hello", ",'gateway':{'quality':'standard'}")).get("dear"));
    assertEquals(
        Map.of("cheap", Exclusion.CONTEXT, "middle", Exclusion.PRICE, "dear", Exclusion.PRICE),
        excluded(said("best", "hello", ",'gateway':{'max_price':1}")));
    assertEquals(
        ErrorCode.NO_CHANNEL_AVAILABLE,
        assertThrows(
                ChatException.Final.class,
                () -> scene.route(said("best", "hello", ",'gateway':{'max_price':1}")))
            .code());
  }

  @Test
  void aRequestThatNoModelCanTakeIsTheRequestsFault() {
    three(
        "model.cheap.context-window=500",
        "model.middle.context-window=500",
        "model.dear.context-window=500");
    assertEquals(ErrorCode.CONTEXT_LENGTH_EXCEEDED, refusal(said("best", "hello", "")).code());
    three(
        "model.cheap.context-window=900000",
        "model.middle.context-window=900000",
        "model.dear.context-window=900000",
        "model.cheap.capabilities=json_mode",
        "model.middle.capabilities=json_mode",
        "model.dear.capabilities=json_mode");
    assertEquals(
        ErrorCode.UNSUPPORTED_PARAMETER,
        refusal(said("best", "hello", ",'tools':[{'type':'function'}]")).code());
    three("model.dear.context-window=500");
    assertEquals(
        ErrorCode.NO_CHANNEL_AVAILABLE,
        refusal(said("best", "hello", ",'tools':[{'type':'function'}]")).code());
  }

  private ChatException refusal(String json) {
    return assertThrows(ChatException.Final.class, () -> scene.route(json));
  }

  @Test
  void keepsToTheOperatorsCeilingAndTierAndContext() {
    three("virtual.best.max-price.prompt=2");
    assertEquals(Map.of("dear", Exclusion.PRICE), excluded(said("best", "hello", "")));
    three("virtual.best.min-quality=standard", "model.middle.quality=premium");
    assertEquals(List.of("b>middle"), route("hello"));
    three("virtual.best.min-context=1000", "model.middle.context-window=999");
    assertThrows(ChatException.Final.class, () -> route("hello"));
  }

  @Test
  void turnsToAModelThatIsWell() {
    three();
    scene.sick.add("a");
    assertEquals(List.of("b>middle", "c>dear", "a>cheap"), route("hello"));
  }

  @Test
  void triesThreeModelsAtTheMost() {
    three();
    scene.channel("d", "fourth").set("virtual.best.models", "cheap,middle,dear,fourth").apply();
    assertEquals(3, route("hello").size());
    assertEquals(
        1, scene.route(said("best", "hello", ",'gateway':{'allow_fallbacks':false}")).size());
  }

  @Test
  void hasAutoOverWhatTheKeyMayCall() {
    three();
    assertEquals("a>cheap", scene.route(said("auto", "hello", "")).get(0));
    scene.allowed = name -> name.equals("auto") || name.equals("dear");
    assertEquals(List.of("c>dear"), scene.route(said("auto", "hello", "")));
    scene.allowed = name -> name.equals("auto");
    assertEquals(
        ErrorCode.MODEL_NOT_ALLOWED,
        assertThrows(ChatException.Final.class, () -> scene.route(said("auto", "hello", "")))
            .code());
    assertEquals(
        "a>cheap", route("hello").get(0), "the operator's own pool is the operator's word");
  }

  @Test
  void leavesTheNameAutoToAModelThatHasIt() {
    scene.channel("a", "auto=real").channel("b", "m").apply();
    assertEquals(List.of("a>real"), scene.route(said("auto", "hello", "")));
  }

  @Test
  void holdsThePolicyInThePoolToo() {
    three("channel.b.region=cn", "account.acme.policy.regions=cn");
    assertEquals(List.of("b>middle"), route("hello"));
    assertEquals(Exclusion.POLICY_REGION, excluded(said("best", "hello", "")).get("cheap"));
  }

  @Test
  void isAModelAmongTheModels() {
    three("model.middle.capabilities=vision", "model.dear.context-window=1000");
    PublicModel best = scene.router.model("best").orElseThrow();
    assertEquals(List.of("gateway"), best.providers());
    assertEquals(1000, best.contextWindow());
    assertTrue(best.capabilities().contains("vision"));
    assertTrue(scene.router.models().contains(best));
  }

  @Test
  void refusesAPoolThatMakesNoSense() {
    scene.channel("a", "m");
    scene.set("virtual.x.models", "m,y").set("virtual.y.models", "m");
    assertThrows(ConfigException.class, scene::apply);
    scene.set("virtual.x.models", "m").set("virtual.x.weight.price", "-1");
    assertThrows(ConfigException.class, scene::apply);
    scene.set("virtual.x.weight.price", "1").set("model.m.split", "y:10");
    assertThrows(ConfigException.class, scene::apply);
    scene.set("model.m.split", "m:60,n:50");
    assertThrows(ConfigException.class, scene::apply);
  }

  @Test
  void explainsTheOrderThatItUses() {
    three("model.dear.quality=premium", "virtual.best.task.code=dear");
    scene.sick.add("b");
    for (String text : List.of("hello", "Write a Python function", "翻译成英文")) {
      Decision explained = scene.router.explain(scene.query(said("best", text, "")));
      assertEquals(RoutingScene.names(explained.candidates()), route(text));
    }
  }
}
