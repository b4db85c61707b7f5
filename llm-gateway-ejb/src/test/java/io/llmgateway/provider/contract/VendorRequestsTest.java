package io.llmgateway.provider.contract;

import static io.llmgateway.provider.contract.Requests.json;
import static io.llmgateway.provider.contract.Shipped.message;
import static io.llmgateway.provider.contract.Shipped.sent;
import static io.llmgateway.provider.contract.Shipped.sentForStream;
import static io.llmgateway.provider.contract.Shipped.tools;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches each vendor of a request, by the shipped files. */
class VendorRequestsTest {
  private static final String CALLED =
      "'messages':[{'role':'user','content':'hi'},"
          + "{'role':'assistant','content':'','tool_calls':[{'id':'look:0','type':'function',"
          + "'function':{'name':'look','arguments':'{}'}}]},"
          + "{'role':'tool','tool_call_id':'look:0','content':'seen'}]";

  @ParameterizedTest
  @CsvSource({
    "zhipu,glm-4.6,temperature,1.7,1",
    "zhipu,glm-4.6,top_p,0,0.01",
    "zai,glm-4.6,temperature,1.7,1",
    "qwen,qwen-plus,temperature,2,1.99",
    "qwen,qwen-plus,top_p,0,0.01",
    "dashscope,qwen-plus,top_p,1,0.999999",
    "moonshot,moonshot-v1-8k,temperature,1.5,1",
    "minimax,MiniMax-M2.5,temperature,0,0.01",
    "minimax,MiniMax-M2.5,temperature,1.5,1",
    "sensenova-compatible,SenseChat,top_p,1,0.99",
    "sensenova-compatible,SenseChat,temperature,0,0.01",
    "sensenova,sensenova-6.7-flash-lite,max_tokens,70000,65536",
    "spark,4.0Ultra,temperature,0,0.01",
    "spark,4.0Ultra,top_k,9,6",
    "baichuan,Baichuan4,temperature,1.5,1",
    "ernie,ernie-x1-turbo-32k,thinking_budget,20000,16384",
    "ernie,ernie-x1-turbo-32k,thinking_budget,7,100",
    "ernie,ernie-4.5-turbo-128k,penalty_score,3,2",
    "deepseek,deepseek-chat,temperature,3,2",
    "mistral,mistral-small-latest,temperature,2,1.5"
  })
  void staysWithinTheRangesOfTheVendor(
      String provider, String model, String field, BigDecimal asked, BigDecimal sent) {
    JsonObject body = sent(provider, model, "'" + field + "':" + asked);
    JsonValue value = body.get(field);
    value = value == null && provider.equals("dashscope") ? parameter(body, field) : value;

    assertEquals(0, sent.compareTo(new BigDecimal(String.valueOf(value))), "" + value);
  }

  private static JsonValue parameter(JsonObject body, String field) {
    return body.getJsonObject("parameters").get(field);
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek,deepseek-chat,user,user_id",
    "zhipu,glm-4.6,user,user_id",
    "sensenova-compatible,SenseChat,max_tokens,max_new_tokens",
    "sensenova-compatible,SenseChat,max_completion_tokens,max_new_tokens",
    "mistral,mistral-small-latest,seed,random_seed",
    "mistral,mistral-small-latest,max_completion_tokens,max_tokens",
    "moonshot,kimi-k2.5,max_tokens,max_completion_tokens",
    "moonshot,kimi-k3,max_tokens,max_completion_tokens",
    "moonshot-intl,kimi-k2.6,max_tokens,max_completion_tokens",
    "moonshot,moonshot-v1-8k,max_completion_tokens,max_tokens",
    "moonshot,moonshot-v1-8k,max_tokens,max_tokens",
    "openai,o3,max_tokens,max_completion_tokens",
    "openai,gpt-5.1,max_tokens,max_completion_tokens",
    "openai,gpt-4o,max_tokens,max_tokens",
    "azure-openai,o4-mini,max_tokens,max_completion_tokens",
    "doubao,doubao-seed-1.6,max_completion_tokens,max_completion_tokens",
    "doubao,doubao-seed-1.6,max_tokens,max_tokens"
  })
  void callsFieldsAsTheVendorDoes(String provider, String model, String field, String name) {
    JsonObject body = sent(provider, model, "'" + field + "':7");

    assertEquals(7, body.getInt(name));
    assertTrue(field.equals(name) || !body.containsKey(field), body.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "openai,o3,temperature",
    "openai,o3,top_p",
    "openai,gpt-5,presence_penalty",
    "openai,gpt-5.5,frequency_penalty",
    "azure-openai-deployments,o3,logprobs",
    "moonshot,kimi-k2.5,temperature",
    "moonshot,kimi-k2.6,top_p",
    "moonshot,kimi-k2.7-code,temperature",
    "moonshot,kimi-k3,presence_penalty",
    "moonshot,moonshot-v1-8k,seed",
    "deepseek,deepseek-reasoner,temperature",
    "deepseek,deepseek-v4-pro,presence_penalty",
    "ernie,ernie-4.5-turbo-128k,frequency_penalty",
    "hunyuan,hunyuan-lite,frequency_penalty",
    "hunyuan,hunyuan-lite,presence_penalty",
    "hunyuan-tokenhub,hy3-preview,presence_penalty",
    "qwen,qwen-plus,frequency_penalty",
    "spark,4.0Ultra,seed",
    "spark,4.0Ultra,stop",
    "mistral,mistral-small-latest,user",
    "mistral,mistral-small-latest,logit_bias",
    "sensenova,sensenova-6.7-flash-lite,response_format",
    "sensenova,sensenova-6.7-flash-lite,thinking",
    "sensenova,sensenova-6.7-flash-lite,user"
  })
  void leavesOutWhatTheModelRefuses(String provider, String model, String field) {
    assertFalse(sent(provider, model, "'" + field + "':0.5").containsKey(field));
  }

  @ParameterizedTest
  @CsvSource({"openai,gpt-4o", "openai,gpt-5-chat-latest", "moonshot,moonshot-v1-8k"})
  void keepsTheTemperatureOfModelsThatTakeIt(String provider, String model) {
    assertEquals(
        0.5, sent(provider, model, "'temperature':0.5").getJsonNumber("temperature").doubleValue());
  }

  @Test
  void deepSeekSamplesAgainWhenThinkingIsOff() {
    String fields = "'temperature':0.5,'thinking':{'type':'disabled'}";

    assertTrue(sent("deepseek", "deepseek-v4-pro", fields).containsKey("temperature"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zhipu", "zai", "spark", "spark-x", "mistral"})
  void saysNothingOfStreamOptionsWhereTheyAreUnknown(String provider) {
    JsonObject body = sentForStream(provider, "m", "'stream_options':{'include_usage':true}");

    assertTrue(body.getBoolean("stream"));
    assertFalse(body.containsKey("stream_options"), body.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "zhipu,glm-4.6,true",
    "zhipu,glm-5.1,true",
    "zai,glm-4.7,true",
    "zhipu,glm-4.5,false"
  })
  void zhipuStreamsToolCallsWhereItCan(String provider, String model, boolean streams) {
    assertEquals(
        streams, sentForStream(provider, model, tools("find")).getBoolean("tool_stream", false));
    assertFalse(sent(provider, model, tools("find")).containsKey("tool_stream"), "no stream");
    assertFalse(
        sentForStream(provider, model, "'stop':'x'").containsKey("tool_stream"), "no tools");
  }

  @Test
  void zhipuGetsImagesWithoutAPrefix() {
    String image =
        "'messages':[{'role':'user','content':[{'type':'text','text':'what?'},"
            + "{'type':'image_url','image_url':{'url':'data:image/png;base64,QUJD'}}]}]";

    assertEquals("QUJD", imageUrl(sent("zhipu", "glm-4v-plus", image)));
    assertEquals("data:image/png;base64,QUJD", imageUrl(sent("zhipu", "glm-4.5v", image)));
  }

  private static String imageUrl(JsonObject body) {
    JsonObject part = message(body, 0).getJsonArray("content").getJsonObject(1);
    return part.getJsonObject("image_url").getString("url");
  }

  @ParameterizedTest
  @CsvSource({
    "qwen,qwen3.5-plus,true",
    "qwen,qwen3-235b-a22b-thinking-2507,true",
    "qwen,qwen3-8b,true",
    "qwen,qwen-plus,false",
    "qwen,qwen3-max,false",
    "qwen-intl,qwen-flash,false"
  })
  void qwenIsAlwaysToldWhetherToThink(String provider, String model, boolean thinks) {
    assertEquals(thinks, sent(provider, model, "'stop':'x'").getBoolean("enable_thinking"));
    assertEquals(
        !thinks,
        sent(provider, model, "'enable_thinking':" + !thinks).getBoolean("enable_thinking"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3-235b-a22b-instruct-2507", "qwen-vl-max", "qwen3-coder-plus"})
  void qwenModelsThatCanNotThinkAreNotAsked(String model) {
    assertFalse(sent("qwen", model, "'stop':'x'").containsKey("enable_thinking"));
  }

  @Test
  void qwenMayCallInParallelUnlessTheClientSaysNo() {
    assertTrue(sent("qwen", "qwen-plus", tools("find")).getBoolean("parallel_tool_calls"));
    assertFalse(
        sent("qwen", "qwen-plus", tools("find") + ",'parallel_tool_calls':false")
            .getBoolean("parallel_tool_calls"));
    assertFalse(sent("qwen", "qwen-plus", "'stop':'x'").containsKey("parallel_tool_calls"));
  }

  @Test
  void qwenIsToldInWordsWhichToolToCall() {
    JsonObject must = sent("qwen", "qwen-plus", tools("find") + ",'tool_choice':'required'");
    assertEquals("auto", must.getString("tool_choice"));
    assertEquals("system", message(must, 0).getString("role"));
    assertTrue(message(must, 0).getString("content").contains("at least one of the tools"));
    JsonObject one =
        sent(
            "qwen",
            "qwen-plus",
            tools("find")
                + ",'tool_choice':{'type':'function','function':{'name':'find'}},"
                + "'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'x'}]");
    assertEquals("auto", one.getString("tool_choice"));
    assertEquals(
        "Be brief.\n\nCall the tool find; do not answer without.",
        message(one, 0).getString("content"));
    assertEquals(
        "none",
        sent("qwen", "qwen-plus", tools("find") + ",'tool_choice':'none'")
            .getString("tool_choice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepseek", "moonshot", "hunyuan", "hunyuan-tokenhub"})
  void givesBackCallsWithAtLeastAnEmptyReasoning(String provider) {
    assertEquals("", message(sent(provider, "m", CALLED), 1).getString("reasoning_content"));
    String thought = CALLED.replace("'tool_calls'", "'reasoning_content':'hm','tool_calls'");
    assertEquals("hm", message(sent(provider, "m", thought), 1).getString("reasoning_content"));
  }

  @Test
  void moonshotGetsNoEmptyContent() {
    assertEquals(" ", message(sent("moonshot", "kimi-k2.5", CALLED), 1).getString("content"));
  }

  @Test
  void moonshotKeepsIdsOfItsOwnKind() {
    JsonObject body = sent("moonshot", "kimi-k2.5", CALLED);

    assertEquals(
        "look:0", message(body, 1).getJsonArray("tool_calls").getJsonObject(0).getString("id"));
    assertEquals("look:0", message(body, 2).getString("tool_call_id"));
  }

  @Test
  void moonshotSeesEachToolNameOnce() {
    JsonObject body = sent("moonshot", "kimi-k2.5", tools("look"));

    assertEquals(
        List.of("look", "look_2"),
        body.getJsonArray("tools").getValuesAs(JsonObject.class).stream()
            .map(tool -> tool.getJsonObject("function").getString("name"))
            .toList());
  }

  @Test
  void mistralGetsIdsOfNineCharacters() {
    JsonObject body = sent("mistral", "mistral-small-latest", CALLED);
    String id = message(body, 1).getJsonArray("tool_calls").getJsonObject(0).getString("id");

    assertTrue(id.matches("[A-Za-z0-9]{9}"), id);
    assertEquals(id, message(body, 2).getString("tool_call_id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepseek", "zhipu", "qwen", "moonshot", "minimax", "doubao", "ernie"})
  void callsTheDeveloperSystem(String provider) {
    String fields = "'messages':[{'role':'developer','content':'x'},{'role':'user','content':'y'}]";

    assertEquals("system", message(sent(provider, "m", fields), 0).getString("role"));
    assertEquals("developer", message(sent("openai", "o3", fields), 0).getString("role"));
  }

  @Test
  void minimaxSplitsReasoningFromText() {
    assertTrue(sent("minimax", "MiniMax-M2.5", "'stop':'x'").getBoolean("reasoning_split"));
  }

  @Test
  void stepfunSplitsReasoningAsDeepSeekDoes() {
    assertEquals(
        "deepseek-style", sent("stepfun", "step-3", "'stop':'x'").getString("reasoning_format"));
  }

  @Test
  void stepfunIsNotAskedToStreamToolCallsOfOldModels() {
    assertFalse(sentForStream("stepfun", "step-1-8k", tools("find")).getBoolean("stream", false));
    assertTrue(sentForStream("stepfun", "step-1-8k", "'stop':'x'").getBoolean("stream"));
    assertTrue(sentForStream("stepfun", "step-3", tools("find")).getBoolean("stream"));
  }

  @ParameterizedTest
  @CsvSource({
    "spark,https://spark-api-open.xf-yun.com/v1",
    "spark-x,https://spark-api-open.xf-yun.com/v2",
    "spark-x2,https://spark-api-open.xf-yun.com/x2"
  })
  void sparkHasAPathForEachKindOfModel(String provider, String baseUrl) {
    assertEquals(baseUrl, Shipped.card(provider).baseUrl().toString());
  }

  @ParameterizedTest
  @CsvSource({"qwen,qwen-intl", "moonshot,moonshot-intl", "minimax,minimax-intl", "zhipu,zai"})
  void aKeyOfOneRegionIsNeverTakenForAnother(String china, String abroad) {
    assertFalse(
        Shipped.card(china).baseUrl().getHost().equals(Shipped.card(abroad).baseUrl().getHost()));
    String variable = String.valueOf(Shipped.card(abroad).environmentVariable());
    assertFalse(variable.equals(Shipped.card(china).environmentVariable()), variable);
  }

  @Test
  void arkIsNeverToldBothLimits() {
    JsonObject body = sent("doubao", "doubao-seed-1.6", "'max_tokens':5,'max_completion_tokens':9");

    assertEquals(
        json("{'max_completion_tokens':9}").getInt("max_completion_tokens"),
        body.getInt("max_completion_tokens"));
    assertFalse(body.containsKey("max_tokens"), body.toString());
  }

  @Test
  void mistralIsToldAnyForRequired() {
    assertEquals(
        "any",
        sent("mistral", "mistral-small-latest", tools("find") + ",'tool_choice':'required'")
            .getString("tool_choice"));
    assertEquals(
        "auto",
        sent("mistral", "mistral-small-latest", tools("find") + ",'tool_choice':'auto'")
            .getString("tool_choice"));
  }

  @Test
  void minimaxIsToldTheGroupWhereItWantsIt() {
    String head =
        Shipped.exchange("minimax-v2", "MiniMax-M1", "k", Map.of("group-id", "g/1")).head();

    assertTrue(head.startsWith("POST /v1/text/chatcompletion_v2?GroupId=g%2F1 "), head);
  }

  @Test
  void minimaxTakesAKeyOfAnyLength() {
    String key = "j".repeat(7000);
    String head = Shipped.exchange("minimax", "MiniMax-M2.5", key, Map.of()).head();

    assertTrue(head.contains("Bearer " + key + "\r\n"));
  }

  @Test
  void azureHasItsKeyAndItsDeploymentWhereItWantsThem() {
    String head =
        Shipped.exchange(
                "azure-openai-deployments", "my gpt", "k1", Map.of("api-version", "2025-01-01"))
            .head();

    assertTrue(
        head.startsWith(
            "POST /v1/openai/deployments/my%20gpt/chat/completions?api-version=2025-01-01 "),
        head);
    assertTrue(head.contains("api-key: k1\r\n"), head);
    assertFalse(head.contains("Authorization"), head);
  }

  @Test
  void onlyOneYiIsGivenTools() {
    List<String> withTools =
        Shipped.card("yi").models().stream()
            .filter(model -> model.capabilities().contains("tools"))
            .map(ModelCard::id)
            .toList();

    assertEquals(List.of("yi-large-fc"), withTools);
    assertTrue(Shipped.card("yi").model("yi-large").orElseThrow().lacks("tools"));
  }
}
