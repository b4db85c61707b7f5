package io.llmgateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.catalog.ToolCalling;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.config.ConfigException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFactsTest {
  private static final String PLAIN = "{'model':'m','messages':[{'role':'user','content':'hi'}]}";

  private final RoutingScene scene = new RoutingScene();

  private RoutingScene vendor(String name, String provider) {
    return scene
        .set("channel." + name + ".provider", provider)
        .set("channel." + name + ".api-key", "k");
  }

  private ModelCard card(String model) {
    return scene.router.model(model).orElseThrow().card();
  }

  @Test
  void theOperatorsWordGoesBeforeTheCatalogues() {
    vendor("yi", "yi")
        .set("model.yi-large.context-window", "7")
        .set("model.yi-large.max-output-tokens", "5")
        .set("model.yi-large.capabilities", "tools,vision")
        .set("model.yi-large.max-tools", "16")
        .set("model.yi-large.schema-depth", "3")
        .set("model.yi-large.filing", "B-7")
        .set("model.yi-large.retires-on", "2027-01-31")
        .set("model.yi-large.replacement", "yi-lightning")
        .apply();
    ModelCard card = card("yi-large");
    assertEquals(7, card.contextWindow());
    assertEquals(5, card.maxOutputTokens());
    assertEquals(Set.of("tools", "vision"), card.capabilities());
    assertTrue(card.traits().lacks().containsAll(Set.of("reasoning", "json_mode")));
    assertEquals(ToolCalling.NATIVE, card.traits().toolCalling(), "the catalogue says none");
    assertEquals(Set.of("text", "image"), card.traits().input());
    assertEquals(16, card.traits().maxTools());
    assertEquals(3, card.traits().schemaDepth());
    assertEquals("filed", card.traits().filing().status());
    assertEquals(
        new Retirement(LocalDate.of(2027, 1, 31), "yi-lightning", "configuration"),
        card.traits().retirement());
  }

  @Test
  void whatIsNotSaidStaysTheCatalogues() {
    vendor("yi", "yi").apply();
    ModelCard before = card("yi-large");
    scene.set("model.yi-large.modalities", "text,file").apply();
    ModelCard after = card("yi-large");
    assertEquals(Set.of("text", "file"), after.traits().input());
    assertEquals(before.contextWindow(), after.contextWindow());
    assertEquals(before.traits().lacks(), after.traits().lacks());
    assertEquals(ToolCalling.NONE, after.traits().toolCalling());
    assertEquals(before.price(), after.price());
  }

  @ParameterizedTest
  @CsvSource({"native, true", "prompt, false", "none, false"})
  void toolCallingSaysWhetherThereAreTools(String word, boolean tools) {
    scene.channel("a", "m").set("model.m.capabilities", "tools,parallel_tools,vision");
    scene.set("model.m.tool-calling", word).apply();
    assertEquals(tools, card("m").capabilities().contains("tools"));
    assertEquals(tools, card("m").capabilities().contains("parallel_tools"));
    assertEquals(!tools, card("m").lacks("tools"));
    assertEquals(word, card("m").traits().toolCalling().written());
    assertTrue(card("m").capabilities().contains("vision"));
  }

  @Test
  void aFiledModelIsEnoughForThePolicyAndAFiledBrandIsNot() {
    vendor("q", "qwen").set("channel.q.models", "m=qwen3-max");
    scene.set("account.acme.policy.filed-only", "true").apply();
    assertEquals("brand", card("m").traits().filing().status());
    assertEquals(
        ErrorCode.MODEL_NOT_ALLOWED,
        assertThrows(ChatException.Final.class, () -> scene.route(PLAIN)).code());
    scene.set("model.m.filing", "B-7").apply();
    assertEquals(List.of("q:k>qwen3-max"), scene.route(PLAIN));
    assertEquals("B-7", scene.router.route(scene.query(PLAIN)).candidates().get(0).filing());
    scene.set("channel.q.filing", "C-1").apply();
    assertEquals("C-1", scene.router.route(scene.query(PLAIN)).candidates().get(0).filing());
  }

  @Test
  void anEndpointHasTheFactsOfItsBaseModelAndNoPriceOfIt() {
    vendor("ark", "doubao").set("channel.ark.models", "m=ep-1").apply();
    assertNull(card("m"));
    scene.set("model.m.base-model", "deepseek/deepseek-v4-pro").apply();
    assertEquals(1_000_000, card("m").contextWindow());
    assertEquals("ep-1", card("m").id());
    assertNull(card("m").price());
    scene.set("model.m.base-model", "Doubao-1.5-pro-256k").apply();
    assertEquals(262_144, card("m").contextWindow());
    assertEquals(List.of("ark:k>ep-1"), scene.route(PLAIN));
  }

  @Test
  void whatNobodyAnswersToIsNotOffered() {
    vendor("ark", "doubao").apply();
    assertTrue(scene.router.model("doubao-seed-1-8-251228").isPresent());
    assertFalse(scene.router.model("Doubao-1.5-pro-32k").isPresent(), "a base model");
    vendor("q", "qwen").apply();
    assertTrue(scene.router.model("qwen3-max").isPresent());
    assertFalse(scene.router.model("qwen3-rerank").isPresent());
  }

  @Test
  void aServerOfOnesOwnHasTheModelsThatOnePutsThere() {
    scene.set("channel.o.provider", "ollama").set("channel.o.base-url", "http://o.test");
    ConfigException refused = assertThrows(ConfigException.class, scene::apply);
    assertEquals("gateway.channel.o.models", refused.name());
    scene.set("channel.o.models", "m=qwen3:8b").apply();
    assertTrue(card("m").capabilities().contains("tools"));
  }

  @Test
  void theErrorForARetiredModelNamesItsReplacement() {
    scene.channel("a", "m").apply();
    String gone = PLAIN.replace("'m'", "'zhipu/chatglm_pro'");
    ChatException.Final refused = assertThrows(ChatException.Final.class, () -> scene.route(gone));
    assertEquals(ErrorCode.MODEL_NOT_FOUND, refused.code());
    assertTrue(refused.getMessage().endsWith("use 'glm-4.7' instead."), refused.getMessage());
    String never = PLAIN.replace("'m'", "'no-such'");
    refused = assertThrows(ChatException.Final.class, () -> scene.route(never));
    assertTrue(refused.getMessage().endsWith("access to it"), refused.getMessage());
  }

  @Test
  void modelsThatLeaveAreTold() {
    vendor("d", "deepseek").set("channel.d.models", "m=deepseek-chat,deepseek-v4-pro").apply();
    assertEquals(
        List.of("m: It is retired as of 2026-07-24; use 'deepseek-flash' instead."),
        scene.leaving());
  }

  @ParameterizedTest
  @CsvSource({
    "base-model, no-such",
    "tool-calling, sometimes",
    "max-tools, 0",
    "schema-depth, -1",
    "modalities, smell",
    "retires-on, soon",
    "capabilities, telepathy",
  })
  void refusesWhatCanNotBe(String setting, String value) {
    scene.channel("a", "m").set("model.m." + setting, value);
    ConfigException refused = assertThrows(ConfigException.class, scene::apply);
    assertEquals("gateway.model.m." + setting, refused.name());
  }
}
