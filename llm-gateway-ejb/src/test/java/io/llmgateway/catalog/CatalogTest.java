package io.llmgateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private static final Catalog SHIPPED = Catalog.load();

  private static final String GOOD =
      """
      {"id":"acme","name":"Acme","wire":"openai","baseUrl":"https://acme.test/v1",
       "environmentVariable":"ACME_API_KEY","requiresApiKey":true,
       "wireOptions":{"drop":"user"},"notes":"for people",
       "models":[{"id":"big-1","aliases":["big"],"type":"chat","contextWindow":1000,
         "maxOutputTokens":100,"capabilities":["tools"],"notes":"for people",
         "price":{"input":"0.10","output":"0.3","cacheRead":"0.02","currency":"USD",
           "source":"price page","date":"2026-07-02"},
         "lacks":["vision"],"maxTools":128,"schemaDepth":5,"input":["text","audio"],
         "filing":{"reference":"B-1","source":"list"}},
        {"id":"old","aliases":["elder"],"type":"chat","lacks":["tools"],
         "retirement":{"date":"2027-01-31","replacement":"big","source":"notice"}},
        {"id":"older","type":"chat","toolCalling":"prompt","base":true,
         "filing":{"source":"brand"},"retirement":{"source":"rumour"}}]}
      """;

  private static Catalog read(Map<String, String> files) {
    return Catalog.read(
        name ->
            files.containsKey(name)
                ? new ByteArrayInputStream(files.get(name).getBytes(StandardCharsets.UTF_8))
                : null);
  }

  private static Catalog readAcme(String json) {
    return read(Map.of("index.json", "[\"acme\"]", "acme.json", json));
  }

  @Test
  void readsEveryFact() {
    ProviderCard card = readAcme(GOOD).provider("acme").orElseThrow();
    ModelCard model = card.models().get(0);

    assertEquals("Acme", card.name());
    assertEquals("openai", card.wire());
    assertEquals(URI.create("https://acme.test/v1"), card.baseUrl());
    assertEquals("ACME_API_KEY", card.environmentVariable());
    assertTrue(card.requiresApiKey());
    assertEquals(Map.of("drop", "user"), card.wireOptions());
    assertEquals("big-1", model.id());
    assertEquals(List.of("big"), model.aliases());
    assertEquals(1000, model.contextWindow());
    assertEquals(100, model.maxOutputTokens());
    assertEquals(Set.of("tools"), model.capabilities());
    assertEquals(new BigDecimal("0.10"), model.price().prices().input());
    assertEquals(new BigDecimal("0.3"), model.price().prices().output());
    assertEquals(new BigDecimal("0.02"), model.price().prices().cacheRead());
    assertNull(model.price().prices().cacheWrite(), "missing means unknown");
    assertEquals("USD", model.price().currency());
    assertEquals("price page, 2026-07-02", model.price().source());
  }

  @Test
  void readsWhatIsKnownBeyondThat() {
    Catalog catalog = readAcme(GOOD);
    ModelCard big = catalog.model("acme/big-1").orElseThrow();
    ModelTraits traits = big.traits();
    ModelCard old = catalog.model("elder").orElseThrow();
    ModelCard older = catalog.model("older").orElseThrow();

    assertEquals(ToolCalling.NATIVE, traits.toolCalling());
    assertEquals(Set.of("vision"), traits.lacks());
    assertEquals(128, traits.maxTools());
    assertEquals(5, traits.schemaDepth());
    assertEquals(Set.of("text", "audio"), traits.input());
    assertEquals(Set.of("text"), traits.output());
    assertEquals("filed", traits.filing().status());
    assertNull(traits.retirement());
    assertTrue(big.callable());

    assertEquals(ToolCalling.NONE, old.traits().toolCalling());
    assertTrue(old.lacks("tools"));
    assertFalse(old.lacks("vision"), "nobody has said");
    assertEquals("unknown", old.traits().filing().status());
    assertEquals(
        "It is retired as of 2027-01-31; use 'big' instead.", old.traits().retirement().advice());

    assertEquals(ToolCalling.PROMPT, older.traits().toolCalling());
    assertEquals("brand", older.traits().filing().status());
    assertFalse(older.traits().filing().proven());
    assertEquals("It is said to be retired.", older.traits().retirement().advice());
    assertFalse(older.callable());
  }

  @Test
  void knowsWhichNamesNobodyKeeps() {
    String other =
        GOOD.replace("\"id\":\"acme\"", "\"id\":\"other\"")
            .replace("ACME_API_KEY", "OTHER_API_KEY")
            .replace(
                "\"retirement\":{\"date\":\"2027-01-31\",\"replacement\":\"big\",\"source\":\"notice\"}",
                "\"notes\":\"stays\"");
    assertEquals(
        Set.of("elder", "old", "older", "acme/old", "acme/older"),
        readAcme(GOOD).retirements().keySet());
    assertEquals(
        Set.of("older", "acme/old", "acme/older", "other/older"),
        read(Map.of("index.json", "[\"acme\",\"other\"]", "acme.json", GOOD, "other.json", other))
            .retirements()
            .keySet());
  }

  @Test
  void namesForSettingsDifferInMoreThanCase() {
    Set<String> names = readAcme(GOOD.replace("[\"big\"]", "[\"BIG-1\",\"big\"]")).modelNames();
    assertEquals(Set.of("big-1", "acme/big-1", "big", "old", "acme/old", "elder"), names);
    Set<String> spelled = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : SHIPPED.modelNames()) {
      assertTrue(spelled.add(name), name);
    }
  }

  @Test
  void shipsWhatIsSaidOfRetirementFilingAndBaseModels() {
    ModelCard chat = SHIPPED.model("deepseek/deepseek-chat").orElseThrow();
    assertEquals(
        "It is retired as of 2026-07-24; use 'deepseek-flash' instead.",
        chat.traits().retirement().advice());
    assertEquals("brand", SHIPPED.model("qwen/qwen3-max").orElseThrow().traits().filing().status());
    assertEquals(
        "unknown", SHIPPED.model("zhipu/glm-5.1").orElseThrow().traits().filing().status());
    assertFalse(SHIPPED.model("doubao/DeepSeek-R1").orElseThrow().callable());
    assertFalse(SHIPPED.model("qwen/qwen3-rerank").orElseThrow().callable());
    assertEquals(
        ToolCalling.NONE, SHIPPED.model("yi/yi-large").orElseThrow().traits().toolCalling());
    long models = SHIPPED.providers().stream().mapToLong(card -> card.models().size()).sum();
    assertTrue(models > 750, () -> models + " models");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"Acme\"          | \"nmae\":\"Acme\"           | nmae: unknown field",
        "\"name\":\"Acme\",         | ''                          | name: missing",
        "\"id\":\"acme\"            | \"id\":\"other\"            | id: is not the file's name",
        "https://acme.test/v1       | acme.test                   | baseUrl",
        "https://acme.test/v1       | https://acme.test/v1/       | baseUrl",
        "\"requiresApiKey\":true    | \"requiresApiKey\":\"yes\"  | requiresApiKey",
        "ACME_API_KEY               | acme key                    | environmentVariable",
        "\"drop\":\"user\"          | \"drop\":1                  | wireOptions.drop",
        "[\"big\"]                  | [\"big-1\"]                 | big-1 is taken",
        "\"type\":\"chat\"          | \"type\":\"chatty\"         | models[0]: type",
        "\"contextWindow\":1000     | \"contextWindow\":0         | contextWindow",
        "\"contextWindow\":1000     | \"contextWindow\":1.5       | contextWindow",
        "\"contextWindow\":1000     | \"contextWindow\":999999999 | contextWindow",
        "\"tools\"                  | \"telepathy\"               | capabilities: unknown",
        "\"maxOutputTokens\":100    | \"maxOutputTokens\":1001    | maxOutputTokens: more than",
        "[\"vision\"]               | [\"telepathy\"]             | lacks: unknown",
        "[\"vision\"]               | [\"tools\"]                 | lacks: it has tools, too",
        "\"maxTools\":128           | \"maxTools\":0              | maxTools",
        "\"maxTools\":128           | \"maxTools\":100001         | maxTools",
        "\"schemaDepth\":5          | \"schemaDepth\":-1          | schemaDepth",
        "\"maxTools\":128           | \"toolCalling\":\"prompt\"   | toolCalling: native belongs",
        "\"maxTools\":128           | \"toolCalling\":\"perhaps\"  | toolCalling: neither",
        "[\"text\",\"audio\"]       | [\"smell\"]                 | input: unknown",
        "\"reference\":\"B-1\"      | \"number\":\"B-1\"          | filing: number: unknown",
        "\"date\":\"2027-01-31\"    | \"date\":\"2027-02-31\"    | retirement: date",
        "\"date\":\"2027-01-31\"    | \"date\":\"2027-01\"       | retirement: date",
        "\"replacement\":\"big\"    | \"replacement\":\"bog\"    | replacement: no model that stays: bog",
        "\"replacement\":\"big\"    | \"replacement\":\"old\"    | replacement: no model that stays: old",
        "\"source\":\"notice\"      | \"sauce\":\"notice\"       | retirement: sauce",
        "[\"elder\"]                | [\"big\"]                   | big is taken",
        "[\"elder\"]                | [\"two words\"]             | aliases: not a model name",
        "\"input\":\"0.10\"         | \"input\":0.10              | price: input",
        "\"input\":\"0.10\"         | \"input\":\"-1\"            | price: input",
        "\"input\":\"0.10\"         | \"input\":\"1e9\"           | price: input",
        "\"cacheRead\":\"0.02\"     | \"cacheRead\":\"0.11\"      | price: cacheRead: dearer",
        "\"currency\":\"USD\"       | \"currency\":\"XQX\"        | currency",
        "\"source\":\"price page\", | ''                          | source: missing",
        "2026-07-02                 | 2026-13-02                  | date",
        "\"notes\":\"for people\"   | \"name\":\"twice\"          | can not be read",
      })
  void refusesAFileThatBreaksARule(String good, String bad, String reason) {
    String broken = GOOD.replaceFirst(java.util.regex.Pattern.quote(good.trim()), bad.trim());
    assertFalse(broken.equals(GOOD), "the test changes something");

    CatalogException refused = assertThrows(CatalogException.class, () -> readAcme(broken));

    assertTrue(refused.getMessage().startsWith("catalog/acme.json"), refused.getMessage());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void refusesAnIndexThatNamesAMissingFile() {
    CatalogException refused =
        assertThrows(CatalogException.class, () -> read(Map.of("index.json", "[\"acme\"]")));
    assertTrue(refused.getMessage().contains("acme.json: no such file"), refused.getMessage());
  }

  @Test
  void refusesTwoProvidersWithOneEnvironmentVariable() {
    String other = GOOD.replace("\"id\":\"acme\"", "\"id\":\"other\"");
    assertThrows(
        CatalogException.class,
        () ->
            read(
                Map.of(
                    "index.json", "[\"acme\",\"other\"]", "acme.json", GOOD, "other.json", other)));
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek,DEEPSEEK_API_KEY,https://api.deepseek.com",
    "zhipu,ZHIPU_API_KEY,https://open.bigmodel.cn/api/paas/v4",
    "qwen,DASHSCOPE_API_KEY,https://dashscope.aliyuncs.com/compatible-mode/v1",
    "moonshot,MOONSHOT_API_KEY,https://api.moonshot.cn/v1",
    "minimax,MINIMAX_API_KEY,https://api.minimaxi.com/v1",
    "stepfun,STEPFUN_API_KEY,https://api.stepfun.com/v1",
    "sensenova,SENSENOVA_API_KEY,https://token.sensenova.cn/v1",
    "doubao,ARK_API_KEY,https://ark.cn-beijing.volces.com/api/v3",
    "yi,YI_API_KEY,https://api.lingyiwanwu.com/v1",
    "ernie,QIANFAN_API_KEY,https://qianfan.baidubce.com/v2",
    "spark,SPARK_API_PASSWORD,https://spark-api-open.xf-yun.com/v1",
    "baichuan,BAICHUAN_API_KEY,https://api.baichuan-ai.com/v1",
    "hunyuan,HUNYUAN_API_KEY,https://api.hunyuan.cloud.tencent.com/v1",
    "openai,OPENAI_API_KEY,https://api.openai.com/v1",
    "mistral,MISTRAL_API_KEY,https://api.mistral.ai/v1",
    "gemini,GEMINI_API_KEY,https://generativelanguage.googleapis.com/v1beta/openai",
  })
  void shipsAProviderThatAKeyAloneBringsToLife(String id, String variable, URI baseUrl) {
    ProviderCard card = SHIPPED.provider(id).orElseThrow();
    assertEquals(variable, card.environmentVariable());
    assertEquals(baseUrl, card.baseUrl());
    assertTrue(card.requiresApiKey());
    assertFalse(card.models().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vllm", "ollama", "ollama-native", "llamacpp", "openai-compatible"})
  void shipsProvidersThatNeedAnAddressAndNoKey(String id) {
    ProviderCard card = SHIPPED.provider(id).orElseThrow();
    assertNull(card.baseUrl());
    assertFalse(card.requiresApiKey());
    card.models().forEach(model -> assertNull(model.price(), model.id()));
  }

  @Test
  void pricesTheDemoSoThatTheWalletMoves() {
    for (ModelCard model : SHIPPED.provider("demo").orElseThrow().models()) {
      assertNotNull(model.price(), model.id());
      assertEquals("USD", model.price().currency());
      assertTrue(model.price().prices().input().signum() > 0, model.id());
    }
  }

  @Test
  void neverTakesAnUnknownCachePriceForZero() {
    for (ProviderCard card : SHIPPED.providers()) {
      for (ModelCard model : card.models()) {
        if (model.price() != null && model.price().prices().cacheRead() != null) {
          boolean free = model.price().prices().input().signum() == 0;
          assertEquals(
              free, model.price().prices().cacheRead().signum() == 0, card.id() + "/" + model.id());
        }
      }
    }
  }

  @Test
  void readsTiersAndHours() {
    String json =
        GOOD.replace(
            "\"currency\"",
            """
            "reasoning":"0.9","request":"0.005","image":"0.001","variants":[
              {"aboveInputTokens":1000,"input":"1","output":"2","cacheRead":"0.5"},
              {"from":"22:00","to":"06:00","zone":"Asia/Shanghai","days":[6,7],
               "input":"0.05","output":"0.1"}],"currency\"""");
    PriceCard price = readAcme(json).provider("acme").orElseThrow().models().get(0).price();
    assertEquals(new BigDecimal("0.9"), price.prices().reasoning());
    assertEquals(new BigDecimal("0.005"), price.prices().request());
    assertEquals(new BigDecimal("0.001"), price.prices().image());
    assertEquals(
        List.of(
            new PriceVariant(
                1000,
                null,
                UnitPrices.ofTokens(
                    new BigDecimal("1"), new BigDecimal("2"), new BigDecimal("0.5"), null)),
            new PriceVariant(
                0,
                new DailyWindow(
                    LocalTime.of(22, 0),
                    LocalTime.of(6, 0),
                    ZoneId.of("Asia/Shanghai"),
                    Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                UnitPrices.ofTokens(new BigDecimal("0.05"), new BigDecimal("0.1"), null, null))),
        price.variants());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\":\"1\",\"output\":\"2\"}",
        "{\"aboveInputTokens\":5,\"input\":\"1\"}",
        "{\"aboveInputTokens\":5,\"input\":\"1\",\"output\":\"2\",\"cacheread\":\"1\"}",
        "{\"from\":\"9\",\"to\":\"12:00\",\"zone\":\"UTC\",\"input\":\"1\",\"output\":\"2\"}",
        "{\"from\":\"09:00\",\"to\":\"12:00\",\"zone\":\"Mars\",\"input\":\"1\",\"output\":\"2\"}",
        "{\"from\":\"09:00\",\"to\":\"12:00\",\"zone\":\"UTC\",\"days\":[8],\"input\":\"1\",\"output\":\"2\"}",
        "{\"from\":\"09:00\",\"zone\":\"UTC\",\"input\":\"1\",\"output\":\"2\"}",
      })
  void refusesAVariantThatBreaksARule(String variant) {
    String json = GOOD.replace("\"currency\"", "\"variants\":[" + variant + "],\"currency\"");
    CatalogException refused = assertThrows(CatalogException.class, () -> readAcme(json));
    assertTrue(refused.getMessage().contains("price.variants[0]"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek, deepseek-v4-pro, 1000, 2026-11-20T01:00:00Z, 9", // Friday 09:00 in Shanghai
    "deepseek, deepseek-v4-pro, 1000, 2026-11-20T04:00:00Z, 4.5",
    "deepseek, deepseek-v4-pro, 1000, 2026-11-21T01:00:00Z, 4.5",
    "openai, gpt-5.5, 272000, 2026-11-20T01:00:00Z, 5",
    "openai, gpt-5.5, 272001, 2026-11-20T01:00:00Z, 10",
    "gemini, gemini-2.5-pro, 200001, 2026-11-20T01:00:00Z, 2.5",
  })
  void shipsTiersAndPeakHours(
      String provider, String id, long inputTokens, Instant time, BigDecimal input) {
    ModelCard model =
        SHIPPED.provider(provider).orElseThrow().models().stream()
            .filter(m -> m.id().equals(id))
            .findFirst()
            .orElseThrow();
    UnitPrices prices =
        model.price().variants().stream()
            .filter(v -> v.appliesTo(inputTokens, time))
            .findFirst()
            .map(PriceVariant::prices)
            .orElse(model.price().prices());
    assertEquals(input, prices.input());
  }

  @Test
  void isDocumentedProviderByProvider() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "providers.md"));
    for (ProviderCard card : SHIPPED.providers()) {
      long priced = card.models().stream().filter(model -> model.price() != null).count();
      List<String> expected =
          card.baseUrl() == null || card.wire().equals("demo")
              ? List.of(card.id())
              : List.of(
                  "| `" + card.id() + "` | " + card.name() + " |",
                  String.valueOf(card.environmentVariable()).replace("null", "none"),
                  "| `" + card.baseUrl() + "` | " + card.models().size() + " | " + priced);
      assertTrue(
          lines.stream().anyMatch(line -> expected.stream().allMatch(line::contains)),
          () -> card.id() + ": " + expected);
    }
  }
}
