package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.api.json.StrictJson;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestReaderTest {

  @Test
  void readsTheShortestRequest() {
    JsonObject body = json("{'model':'m','messages':[{'role':'user','content':'hi'}]}");
    ChatRequest request = ChatRequestReader.read(body);
    assertEquals("m", request.model());
    assertSame(body, request.body());
    assertFalse(request.stream());
    assertFalse(request.includeUsage());
    assertEquals(1, request.choices());
    assertEquals(0, request.maxOutputTokens());
    assertEquals(11, request.inputTokensBound());
  }

  @Test
  void readsWhatDecidesOverTheAnswer() {
    ChatRequest request =
        read(
            "'stream':true,'stream_options':{'include_usage':true},'n':3,'max_tokens':50,"
                + "'max_completion_tokens':70");
    assertTrue(request.stream());
    assertTrue(request.includeUsage());
    assertEquals(3, request.choices());
    assertEquals(70, request.maxOutputTokens());
  }

  @Test
  void takesEveryKnownFieldAndUnknownOnes() {
    read(
        "'temperature':0.5,'top_p':1,'presence_penalty':-2,'frequency_penalty':2,'stop':['a','b'],"
            + "'logprobs':true,'top_logprobs':20,'seed':-7,'response_format':{'type':'json_schema',"
            + "'json_schema':{'name':'s','schema':{}}},'tools':[{'type':'function','function':"
            + "{'name':'get_x-1','parameters':{}}},{'type':'web_search'}],'tool_choice':{'type':"
            + "'function','function':{'name':'get_x-1'}},'parallel_tool_calls':false,'user':'u',"
            + "'metadata':{'a':'b'},'modalities':['text','audio'],'reasoning_effort':'max',"
            + "'logit_bias':{'50256':-100},'enable_search':true,'thinking':{'type':'enabled'}");
  }

  @Test
  void takesNullForEveryOptionalField() {
    read(
        "'temperature':null,'stop':null,'stream':null,'stream_options':null,'n':null,'tools':null,"
            + "'tool_choice':null,'response_format':null,'max_tokens':null,'user':null");
  }

  @Test
  void takesAConversationOfEveryRole() {
    messages(
        "{'role':'system','content':'s'},{'role':'developer','content':[{'type':'text','text':'d'}]},"
            + "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,"
            + "AA=='}},{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}},{'type':"
            + "'video_url','video_url':{}}]},{'role':'assistant','content':null,'tool_calls':[{'id':"
            + "'c','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool',"
            + "'tool_call_id':'c','content':'1'},{'role':'function','name':'f','content':'x'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'model':1 | model",
        "'model':'' | model",
        "'model':null | model",
        "'messages':'hi' | messages",
        "'messages':[] | messages",
        "'messages':['hi'] | messages[0]",
        "'messages':[{'content':'x'}] | messages[0].role",
        "'messages':[{'role':'pirate','content':'x'}] | messages[0].role",
        "'messages':[{'role':'user'}] | messages[0].content",
        "'messages':[{'role':'user','content':5}] | messages[0].content",
        "'messages':[{'role':'user','content':['x']}] | messages[0].content[0]",
        "'messages':[{'role':'user','content':[{'text':'x'}]}] | messages[0].content[0].type",
        "'messages':[{'role':'user','content':[{'type':3}]}] | messages[0].content[0].type",
        "'messages':[{'role':'user','content':[{'type':'text'}]}] | messages[0].content[0].text",
        "'messages':[{'role':'tool','content':'x'}] | messages[0].tool_call_id",
        "'messages':[{'role':'assistant','tool_calls':{}}] | messages[0].tool_calls",
        "'stream':'yes' | stream",
        "'stream_options':{'include_usage':true} | stream_options",
        "'stream':true,'stream_options':[] | stream_options",
        "'n':0 | n",
        "'n':129 | n",
        "'n':1.5 | n",
        "'temperature':'hot' | temperature",
        "'temperature':2.01 | temperature",
        "'temperature':-0.1 | temperature",
        "'top_p':1.1 | top_p",
        "'presence_penalty':3 | presence_penalty",
        "'frequency_penalty':-3 | frequency_penalty",
        "'max_tokens':0 | max_tokens",
        "'max_tokens':-5 | max_tokens",
        "'max_tokens':1e900 | max_tokens",
        "'max_completion_tokens':'many' | max_completion_tokens",
        "'stop':5 | stop",
        "'stop':['a',5] | stop[1]",
        "'logprobs':1 | logprobs",
        "'top_logprobs':21 | top_logprobs",
        "'seed':'x' | seed",
        "'tools':{} | tools",
        "'tools':[{'function':{}}] | tools[0].type",
        "'tools':[{'type':'function'}] | tools[0].function",
        "'tools':[{'type':'function','function':{'name':'no space'}}] | tools[0].function.name",
        "'tool_choice':'maybe' | tool_choice",
        "'tool_choice':7 | tool_choice",
        "'response_format':'json' | response_format",
        "'response_format':{'type':'xml'} | response_format.type",
        "'response_format':{'type':'json_schema'} | response_format.json_schema",
        "'parallel_tool_calls':'no' | parallel_tool_calls",
        "'user':5 | user",
        "'metadata':'x' | metadata",
        "'modalities':'text' | modalities",
        "'reasoning_effort':3 | reasoning_effort",
      })
  void namesTheFieldAtFault(String fields, String param) {
    ChatException.Final refused = assertThrows(ChatException.Final.class, () -> read(fields));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals(param, refused.param());
    assertTrue(refused.getMessage().contains(param) || refused.getMessage().contains("value"));
  }

  @Test
  void saysWhatItFoundInsteadInOpenAisManner() {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> read("'temperature':'hot'"));
    assertEquals(
        "Invalid type for 'temperature': expected a decimal, but got a string instead.",
        refused.getMessage());
  }

  private static ChatRequest messages(String messages) {
    return ChatRequestReader.read(json("{'model':'m','messages':[" + messages + "]}"));
  }

  /** Reads a request that has these fields besides, or instead of, a model and a message. */
  private static ChatRequest read(String fields) {
    String body = fields;
    if (!fields.contains("'model'")) {
      body += ",'model':'m'";
    }
    if (!fields.contains("'messages'")) {
      body += ",'messages':[{'role':'user','content':'hi'}]";
    }
    return ChatRequestReader.read(json("{" + body + "}"));
  }

  private static JsonObject json(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return StrictJson.readObject(bytes, bytes.length);
  }
}
