package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the contract of all wires does not ask of Gemini's. */
class GeminiTest {
  private static final Recorded WIRE = Recorded.of("gemini");
  private static final String USER = "'messages':[{'role':'user','content':'hi'}]";

  private static JsonObject sent(String fields) {
    try (Spoken spoken = Spoken.of(WIRE, WIRE.part("stream"), Requests.of(true, 1, fields))) {
      spoken.events();
      return Requests.json(spoken.request().body());
    }
  }

  private static List<ChatEvent> answer(String type, String json) {
    Recorded.Part part =
        new Recorded.Part("200 " + type, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return Spoken.of(WIRE, part, Requests.chat(true)).events();
  }

  @Test
  void asksForEventsAndKeepsTheKeyOutOfTheAddress() {
    try (Spoken spoken = Spoken.of(WIRE, WIRE.part("stream"), Requests.chat(true))) {
      spoken.events();
      String head = spoken.request().head();
      assertTrue(
          head.startsWith("POST /v1/models/some-model:streamGenerateContent?alt=sse "), head);
      assertTrue(head.contains("x-goog-api-key: " + Spoken.SECRET), head);
    }
  }

  @Test
  void readsAStreamThatIsAnArray() {
    List<ChatEvent> events =
        answer(
            "application/json",
            "[{'candidates':[{'content':{'parts':[{'text':'a'}]}}]},\r\n"
                + "{'candidates':[{'content':{'parts':[{'text':'b'}]},'finishReason':'STOP'}]}]");
    assertEquals("ab", Spoken.text(events));
    assertEquals(List.of("stop"), Spoken.finishes(events));
  }

  @Test
  void givesAnEmptyAnswerThatIsFilteredForABlockedPrompt() {
    List<ChatEvent> events =
        answer("application/json", "{'promptFeedback':{'blockReason':'SAFETY'}}");
    assertEquals(List.of("content_filter"), Spoken.finishes(events));
    assertEquals("", Spoken.text(events));
    assertEquals(List.of(FilterHit.prompt("SAFETY")), hits(events));
  }

  @Test
  void saysWhichWordOfThePolicyEndedTheAnswer() {
    List<ChatEvent> events =
        answer(
            "application/json",
            "{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'SPII'}]}");
    assertEquals(List.of(FilterHit.answer("SPII").after(true)), hits(events));
  }

  private static List<FilterHit> hits(List<ChatEvent> events) {
    return events.stream().map(FilterHit::in).filter(Objects::nonNull).toList();
  }

  @Test
  void countsThoughtsAsOutput() {
    List<ChatEvent> events =
        answer(
            "application/json",
            "{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'}],"
                + "'usageMetadata':{'promptTokenCount':10,'candidatesTokenCount':5,"
                + "'thoughtsTokenCount':20,'cachedContentTokenCount':4}}");
    assertEquals(new Usage(10, 25, 4, 0, 20), Spoken.usage(events));
  }

  @Test
  void sendsThoughtSignaturesBack() {
    List<ChatEvent> events = Spoken.of(WIRE, WIRE.part("tools"), Requests.tools(true)).events();
    String id = Spoken.only(ChatEvent.ToolCallStart.class, events).get(0).id();

    JsonArray contents =
        sent("'messages':[{'role':'user','content':'go'},{'role':'assistant','content':null,"
                + "'tool_calls':[{'id':'"
                + id
                + "','type':'function','function':{'name':'get_weather','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'"
                + id
                + "','content':'21'}]")
            .getJsonArray("contents");

    assertEquals(
        Requests.json(
            "{'functionCall':{'name':'get_weather','args':{}},'thoughtSignature':'c2ln'}"),
        contents.getJsonObject(1).getJsonArray("parts").get(0));
    assertEquals(
        Requests.json("{'functionResponse':{'name':'get_weather','response':{'result':'21'}}}"),
        contents.getJsonObject(2).getJsonArray("parts").get(0),
        "by the name of the function");
  }

  @Test
  void reducesSchemasToWhatIsTaken() {
    JsonObject declared =
        sent(USER
                + ",'tools':[{'type':'function','function':{'name':'f','parameters':"
                + "{'$schema':'x','type':'object','additionalProperties':false,"
                + "'$defs':{'p':{'type':'object','properties':{'x':{'type':'integer',"
                + "'enum':[1,2],'default':1}}}},'properties':{'p':{'$ref':'#/$defs/p'},"
                + "'u':{'oneOf':[{'type':'string','format':'uri'},{'type':'null'}]}}}}},"
                + "{'type':'function','function':{'name':'g','parameters':"
                + "{'type':'object','properties':{}}}}]")
            .getJsonArray("tools")
            .getJsonObject(0);
    JsonArray functions = declared.getJsonArray("functionDeclarations");
    assertEquals(
        Requests.json(
            "{'type':'object','properties':{'p':{'type':'object','properties':{'x':"
                + "{'type':'integer'}}},'u':{'anyOf':[{'type':'string'}],'nullable':true}}}"),
        functions.getJsonObject(0).get("parameters"));
    assertFalse(functions.getJsonObject(1).containsKey("parameters"));
  }

  @Test
  void asksForThoughtsByBudget() {
    assertEquals(
        Requests.json("{'thinkingBudget':1024,'includeThoughts':true}"),
        sent(USER + ",'reasoning_effort':'low'")
            .getJsonObject("generationConfig")
            .get("thinkingConfig"));
  }

  @Test
  void asksForJsonWithItsSchema() {
    JsonObject config =
        sent(USER
                + ",'response_format':{'type':'json_schema','json_schema':{'schema':"
                + "{'type':'object','properties':{'a':{'type':'string'}}}}}")
            .getJsonObject("generationConfig");
    assertEquals("application/json", config.getString("responseMimeType"));
    assertTrue(config.containsKey("responseSchema"));
  }
}
