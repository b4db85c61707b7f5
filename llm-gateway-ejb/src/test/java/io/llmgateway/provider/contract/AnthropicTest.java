package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the contract of all wires does not ask of Anthropic's. */
class AnthropicTest {
  private static final Recorded WIRE = Recorded.of("anthropic");
  private static final String USER = "'messages':[{'role':'user','content':'hi'}]";

  private static JsonObject sent(String fields) {
    try (Spoken spoken = Spoken.of(WIRE, WIRE.part("stream"), Requests.of(true, 1, fields))) {
      spoken.events();
      return Requests.json(spoken.request().body());
    }
  }

  private static Recorded.Part document(String json) {
    return new Recorded.Part(
        "200 application/json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static List<ChatEvent> whole(String json) {
    return Spoken.of(WIRE, document(json), Requests.chat(false)).events();
  }

  @Test
  void sendsVersionAndKeyAsTheVendorWantsThem() {
    try (Spoken spoken = Spoken.of(WIRE, WIRE.part("stream"), Requests.chat(true))) {
      spoken.events();
      String head = spoken.request().head();
      assertTrue(head.startsWith("POST /v1/v1/messages "), head);
      assertTrue(head.contains("x-api-key: " + Spoken.SECRET), head);
      assertTrue(head.contains("anthropic-version: 2023-06-01"), head);
      assertFalse(head.contains("Authorization"), head);
    }
  }

  @Test
  void alwaysSaysHowMuchMayBeWritten() {
    assertEquals(4096, sent(USER).getInt("max_tokens"));
    assertEquals(99, sent(USER + ",'max_completion_tokens':99").getInt("max_tokens"));
  }

  @Test
  void gathersTheResultsOfToolsInOneMessageOfTheUser() {
    JsonObject sent =
        sent(
            "'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'go'},"
                + "{'role':'assistant','content':'','tool_calls':["
                + "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                + "{'id':'b','type':'function','function':{'name':'g','arguments':''}}]},"
                + "{'role':'tool','tool_call_id':'a','content':'1'},"
                + "{'role':'tool','tool_call_id':'b','content':'2'},"
                + "{'role':'user','content':'and?'}]");
    JsonArray messages = sent.getJsonArray("messages");
    assertEquals(3, messages.size());
    assertEquals(
        Requests.json(
            "{'role':'user','content':["
                + "{'type':'tool_result','tool_use_id':'a','content':[{'type':'text','text':'1'}]},"
                + "{'type':'tool_result','tool_use_id':'b','content':[{'type':'text','text':'2'}]},"
                + "{'type':'text','text':'and?'}]}"),
        messages.get(2));
    assertEquals("Be brief.", sent.getJsonArray("system").getJsonObject(0).getString("text"));
    assertEquals(
        Requests.json("{'type':'tool_use','id':'b','name':'g','input':{}}"),
        messages.getJsonObject(1).getJsonArray("content").get(1),
        "no empty text, and no arguments are an empty object");
  }

  @Test
  void passesCacheMarksOnWhereverTheyStand() {
    String mark = "'cache_control':{'type':'ephemeral','ttl':'1h'}";
    JsonObject sent =
        sent(
            "'messages':[{'role':'system','content':[{'type':'text','text':'long',"
                + mark
                + "}]},{'role':'user','content':[{'type':'text','text':'hi',"
                + mark
                + "}]}],"
                + "'tools':[{'type':'function','function':{'name':'f',"
                + mark
                + "}}]");
    JsonObject expected = Requests.json("{" + mark + "}").getJsonObject("cache_control");
    assertEquals(
        expected, sent.getJsonArray("system").getJsonObject(0).getJsonObject("cache_control"));
    assertEquals(
        expected,
        sent.getJsonArray("messages")
            .getJsonObject(0)
            .getJsonArray("content")
            .getJsonObject(0)
            .getJsonObject("cache_control"));
    assertEquals(
        expected, sent.getJsonArray("tools").getJsonObject(0).getJsonObject("cache_control"));
  }

  @Test
  void countsCachedInputAsInput() {
    List<ChatEvent> events =
        whole(
            "{'type':'message','model':'m','content':[{'type':'text','text':'x'}],"
                + "'stop_reason':'end_turn','usage':{'input_tokens':10,'output_tokens':5,"
                + "'cache_creation_input_tokens':100,'cache_read_input_tokens':1000}}");
    assertEquals(new Usage(1110, 5, 1000, 100, 0), Spoken.usage(events));
  }

  @Test
  void givesNoArgumentsToACallThatWasCutBeforeThem() {
    String call =
        "{'type':'message','content':[{'type':'tool_use','id':'t','name':'f','input':{}}],";
    assertEquals("", arguments(whole(call + "'stop_reason':'max_tokens'}")));
    assertEquals("", arguments(whole(call + "'stop_reason':'refusal'}")));
    assertEquals("{}", arguments(whole(call + "'stop_reason':'tool_use'}")));
  }

  private static String arguments(List<ChatEvent> events) {
    return Spoken.only(ChatEvent.ToolCallDelta.class, events).stream()
        .map(ChatEvent.ToolCallDelta::arguments)
        .collect(Collectors.joining());
  }

  @Test
  void refusesNegativeUsage() {
    List<ChatEvent> events =
        whole(
            "{'type':'message','content':[{'type':'text','text':'x'}],'stop_reason':'end_turn',"
                + "'usage':{'input_tokens':-1,'output_tokens':5}}");
    assertNull(Spoken.usage(events));
    assertEquals(1, Spoken.only(ChatEvent.UsageRefused.class, events).size());
  }

  @Test
  void takesImagesInlineAndByAddress() {
    JsonArray content =
        sent("'messages':[{'role':'user','content':["
                + "{'type':'image_url','image_url':{'url':'data:image/jpeg;base64,QUJD'}},"
                + "{'type':'image_url','image_url':{'url':'https://x.test/a.png'}}]}]")
            .getJsonArray("messages")
            .getJsonObject(0)
            .getJsonArray("content");
    assertEquals(
        Requests.json("{'type':'base64','media_type':'image/jpeg','data':'QUJD'}"),
        content.getJsonObject(0).get("source"));
    assertEquals(
        Requests.json("{'type':'url','url':'https://x.test/a.png'}"),
        content.getJsonObject(1).get("source"));
  }

  @Test
  void choosesToolsInTheVendorsWords() {
    String tools = USER + ",'tools':[{'type':'function','function':{'name':'f'}}],";
    assertEquals(
        Requests.json("{'type':'any'}"),
        sent(tools + "'tool_choice':'required'").get("tool_choice"));
    assertEquals(
        Requests.json("{'type':'auto','disable_parallel_tool_use':true}"),
        sent(tools + "'parallel_tool_calls':false").get("tool_choice"));
    assertEquals(
        Requests.json("{'type':'tool','name':'f'}"),
        sent(tools + "'tool_choice':{'type':'function','function':{'name':'f'}}")
            .get("tool_choice"));
  }

  @Test
  void thinksAsMuchAsAsked() {
    JsonObject sent =
        sent(USER + ",'max_tokens':8000,'reasoning_effort':'medium','temperature':0.3");
    assertEquals(Requests.json("{'type':'enabled','budget_tokens':4000}"), sent.get("thinking"));
    assertFalse(sent.containsKey("temperature"), "refused while thinking");
  }

  @Test
  void sendsSignedThinkingBackThatTheClientKept() {
    JsonObject sent =
        sent(
            "'thinking':{'type':'enabled','budget_tokens':2000},'messages':["
                + "{'role':'user','content':'go'},{'role':'assistant','content':null,"
                + "'reasoning_details':[{'type':'reasoning.text','text':'hm','signature':'c2ln'}],"
                + "'tool_calls':[{'id':'kept','type':'function','function':{'name':'f',"
                + "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'kept','content':'1'}]");
    assertEquals(
        Requests.json("{'type':'thinking','thinking':'hm','signature':'c2ln'}"),
        sent.getJsonArray("messages").getJsonObject(1).getJsonArray("content").get(0));
  }

  @Test
  void remembersSignedThinkingForClientsThatDoNot() {
    List<ChatEvent> events =
        whole(
            "{'type':'message','content':[{'type':'thinking','thinking':'hm','signature':'c2ln'},"
                + "{'type':'redacted_thinking','data':'ZGF0'},"
                + "{'type':'tool_use','id':'toolu_memory','name':'f','input':{'a':1}}],"
                + "'stop_reason':'tool_use','usage':{'input_tokens':1,'output_tokens':1}}");
    assertEquals(2, Spoken.only(ChatEvent.ChoiceFields.class, events).size());

    JsonObject sent =
        sent(
            "'reasoning_effort':'high','max_tokens':4000,'messages':["
                + "{'role':'user','content':'go'},{'role':'assistant','content':null,"
                + "'tool_calls':[{'id':'toolu_memory','type':'function','function':{'name':'f',"
                + "'arguments':'{}'}}]},{'role':'tool','tool_call_id':'toolu_memory',"
                + "'content':'1'}]");
    JsonArray content = sent.getJsonArray("messages").getJsonObject(1).getJsonArray("content");
    assertEquals("thinking", content.getJsonObject(0).getString("type"));
    assertEquals("redacted_thinking", content.getJsonObject(1).getString("type"));
    assertEquals("enabled", sent.getJsonObject("thinking").getString("type"));
  }

  @Test
  void doesNotThinkAfterCallsWhoseThinkingIsLost() {
    ChatRequest lost = Requests.toolResults();
    JsonObject body = lost.body();
    String fields = body.toString().replace('"', '\'');
    JsonObject sent =
        sent(
            fields.substring(1, fields.length() - 1).replace("'model':'public',", "")
                + ",'reasoning_effort':'high'");
    assertFalse(sent.containsKey("thinking"));
  }

  @Test
  void asksForASchemaInTheVendorsForm() {
    JsonObject sent =
        sent(
            USER
                + ",'response_format':{'type':'json_schema','json_schema':{'name':'n',"
                + "'schema':{'type':'object'}}}");
    assertEquals(
        Requests.json("{'format':{'type':'json_schema','schema':{'type':'object'}}}"),
        sent.get("output_config"));
  }

  @Test
  void sendsNoTemperatureToModelsThatRefuseIt() {
    JsonObject card =
        Requests.json("{'wire':'anthropic','auth':'x-api-key','no-sampling':'some-.*'}");
    Recorded strict = new Recorded("strict", card, Map.of());
    try (Spoken spoken =
        Spoken.of(strict, WIRE.part("stream"), Requests.of(true, 1, USER + ",'temperature':0.5"))) {
      spoken.events();
      assertFalse(Requests.json(spoken.request().body()).containsKey("temperature"));
    }
    assertTrue(sent(USER + ",'temperature':0.5").containsKey("temperature"));
  }

  @Test
  void sendsAKeyOfAnyLength() {
    String key = "k".repeat(7000);
    try (Spoken spoken = Spoken.of(WIRE, WIRE.part("stream"), Requests.chat(true), key)) {
      spoken.events();
      assertTrue(spoken.request().head().contains("x-api-key: " + key + "\r\n"));
    }
  }
}
