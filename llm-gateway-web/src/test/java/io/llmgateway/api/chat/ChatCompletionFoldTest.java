package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ChatCompletionFoldTest {
  private static final JsonObject NONE = JsonValue.EMPTY_JSON_OBJECT;

  @Test
  void joinsTextReasoningAndUsage() {
    assertEquals(
        json(
            "{'id':'chatcmpl-c1','object':'chat.completion','created':7,'model':'m','choices':[{"
                + "'index':0,'message':{'role':'assistant','content':'ab','reasoning_content':'hm.',"
                + "'refusal':null},'logprobs':null,'finish_reason':'stop'}],'usage':{'prompt_tokens'"
                + ":3,'completion_tokens':4,'total_tokens':7,'prompt_tokens_details':{'cached_tokens'"
                + ":0},'completion_tokens_details':{'reasoning_tokens':0}},'system_fingerprint':'fp'"
                + ",'service_tier':'x'}"),
        fold(
            new ChatEvent.Started("up", json("{'system_fingerprint':'fp'}")),
            new ChatEvent.ReasoningDelta(0, "hm"),
            new ChatEvent.ReasoningDelta(0, "."),
            new ChatEvent.TextDelta(0, "a", null),
            new ChatEvent.TextDelta(0, "b", null),
            new ChatEvent.Finish(0, "stop"),
            new ChatEvent.ResponseFields(json("{'service_tier':'x'}")),
            new ChatEvent.UsageReported(Usage.of(3, 4), NONE)));
  }

  @Test
  void keepsChoicesApart() {
    JsonObject answer =
        fold(
            new ChatEvent.TextDelta(1, "one", null),
            new ChatEvent.TextDelta(0, "zero", null),
            new ChatEvent.Finish(0, "stop"),
            new ChatEvent.Finish(1, "length"));
    assertEquals("zero", message(answer, 0).getString("content"));
    assertEquals("one", message(answer, 1).getString("content"));
    assertEquals(
        "length", answer.getJsonArray("choices").getJsonObject(1).getString("finish_reason"));
  }

  @Test
  void leavesOutToolCallsThatWereCut() {
    for (String reason : new String[] {"length", "content_filter"}) {
      JsonObject answer =
          fold(
              new ChatEvent.ToolCallStart(0, 0, "a", "function", "f"),
              new ChatEvent.ToolCallDelta(0, 0, "{\"x\":1}"),
              new ChatEvent.ToolCallStart(0, 1, "b", "function", "g"),
              new ChatEvent.ToolCallDelta(0, 1, "{\"x\":"),
              new ChatEvent.ToolCallStart(0, 2, "c", "function", "h"),
              new ChatEvent.Finish(0, reason));
      assertEquals(1, message(answer, 0).getJsonArray("tool_calls").size());
      assertEquals(
          "a", message(answer, 0).getJsonArray("tool_calls").getJsonObject(0).getString("id"));
    }
  }

  @Test
  void joinsTheArgumentsOfParallelToolCalls() {
    JsonObject answer =
        fold(
            new ChatEvent.ToolCallStart(0, 0, "a", "function", "f"),
            new ChatEvent.ToolCallStart(0, 1, "b", "function", "g"),
            new ChatEvent.ToolCallDelta(0, 1, "{}"),
            new ChatEvent.ToolCallDelta(0, 0, "{\"x\":"),
            new ChatEvent.ToolCallDelta(0, 0, "1}"),
            new ChatEvent.Finish(0, "tool_calls"));
    JsonObject message = message(answer, 0);
    assertEquals(JsonValue.NULL, message.get("content"));
    assertEquals(
        Json.createReader(
                new StringReader(
                    "[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":"
                        + "\"{\\\"x\\\":1}\"}},{\"id\":\"b\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"g\",\"arguments\":\"{}\"}}]"))
            .readArray(),
        message.get("tool_calls"));
  }

  @Test
  void appendsLogprobs() {
    JsonObject answer =
        fold(
            new ChatEvent.TextDelta(0, "a", json("{'content':[{'token':'a'}],'refusal':null}")),
            new ChatEvent.TextDelta(0, "b", json("{'content':[{'token':'b'}],'refusal':null}")));
    assertEquals(
        json("{'content':[{'token':'a'},{'token':'b'}],'refusal':null}"),
        answer.getJsonArray("choices").getJsonObject(0).get("logprobs"));
  }

  @Test
  void concatenatesAppendsOrReplacesUnknownFields() {
    JsonObject answer =
        fold(
            new ChatEvent.ChoiceFields(
                0, json("{'refusal':'I ','annotations':[1],'audio':{'id':'a'}}"), json("{'f':1}")),
            new ChatEvent.ChoiceFields(
                0,
                json("{'refusal':'can not','annotations':[2],'audio':{'id':'b'}}"),
                json("{'f':2}")));
    JsonObject message = message(answer, 0);
    assertEquals("I can not", message.getString("refusal"));
    assertEquals(
        Json.createArrayBuilder().add(1).add(2).build(), message.getJsonArray("annotations"));
    assertEquals("b", message.getJsonObject("audio").getString("id"));
    assertEquals(2, answer.getJsonArray("choices").getJsonObject(0).getInt("f"));
  }

  @Test
  void writesAnEmptyAnswerAsEmptyText() {
    assertEquals("", message(fold(new ChatEvent.Finish(0, "stop")), 0).getString("content"));
  }

  private static JsonObject fold(ChatEvent... events) {
    ChatCompletionFold fold = new ChatCompletionFold(new AnswerHead("c1", 7, "m"));
    for (ChatEvent event : events) {
      fold.add(event);
    }
    return Json.createReader(new StringReader(fold.answer().toString())).readObject();
  }

  private static JsonObject message(JsonObject answer, int choice) {
    return answer.getJsonArray("choices").getJsonObject(choice).getJsonObject("message");
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
