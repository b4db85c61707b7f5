package io.llmgateway.provider.contract;

import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;

/** What the contract asks of every wire. */
final class Requests {
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'get_weather','description':'Weather',"
          + "'parameters':{'type':'object','properties':{'city':{'type':'string'}},"
          + "'required':['city'],'additionalProperties':false}}},"
          + "{'type':'function','function':{'name':'get_time','parameters':{'type':'object',"
          + "'properties':{}}}}]";

  private Requests() {}

  static JsonObject json(String text) {
    return (JsonObject) JsonText.parse(text.replace('\'', '"'));
  }

  static ChatRequest of(boolean stream, int choices, String fields) {
    JsonObject body = json("{'model':'public'," + fields + "}");
    return new ChatRequest("some-model", body, stream, false, choices, 0, 100);
  }

  static ChatRequest chat(boolean stream) {
    return of(stream, 1, HI);
  }

  static ChatRequest twoChoices() {
    return of(true, 2, HI + ",'n':2");
  }

  static ChatRequest tools(boolean stream) {
    return of(stream, 1, HI + "," + TOOLS);
  }

  static ChatRequest toolResults() {
    return of(
        true,
        1,
        "'messages':[{'role':'system','content':'Be brief.'},"
            + "{'role':'user','content':'Weather in Paris?'},"
            + "{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function',"
            + "'function':{'name':'get_weather','arguments':'{\\'city\\':\\'Paris\\'}'}}]},"
            + "{'role':'tool','tool_call_id':'call_1','content':'21 degrees'}],"
            + TOOLS);
  }
}
