package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ChatChunksTest {
  private static final String HEAD =
      "{\"id\":\"chatcmpl-c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\"";
  private static final JsonObject NONE = JsonValue.EMPTY_JSON_OBJECT;

  private final ChatChunks chunks = new ChatChunks(new AnswerHead("c1", 7, "m"), false);

  @Test
  void saysTheRoleInTheFirstChunkOfEachChoiceOnly() {
    assertEquals(choice(0, "\"role\":\"assistant\",\"content\":\"a\""), write(text(0, "a")));
    assertEquals(choice(0, "\"content\":\"b\""), write(text(0, "b")));
    assertEquals(choice(1, "\"role\":\"assistant\",\"content\":\"c\""), write(text(1, "c")));
  }

  @Test
  void finishesWithAnEmptyDelta() {
    write(text(0, "a"));
    assertEquals(
        HEAD
            + ",\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}",
        write(new ChatEvent.Finish(0, "stop")));
  }

  @Test
  void saysTheRoleEvenWhenAChoiceFinishesAtOnce() {
    assertEquals(
        HEAD
            + ",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
            + "\"logprobs\":null,\"finish_reason\":\"length\"}]}",
        write(new ChatEvent.Finish(0, "length")));
  }

  @Test
  void keepsTheIndexesOfParallelToolCalls() {
    assertEquals(
        choice(
            0,
            "\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"a\","
                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]"),
        write(new ChatEvent.ToolCallStart(0, 0, "a", "function", "f")));
    assertEquals(
        choice(
            0,
            "\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":"
                + "\"g\",\"arguments\":\"\"}}]"),
        write(new ChatEvent.ToolCallStart(0, 1, "b", "function", "g")));
    assertEquals(
        choice(0, "\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\\\"x\"}}]"),
        write(new ChatEvent.ToolCallDelta(0, 1, "{\"x")));
  }

  @Test
  void writesCustomToolsInTheirOwnForm() {
    write(new ChatEvent.ToolCallStart(0, 2, "a", "custom", "sql"));
    assertEquals(
        choice(0, "\"tool_calls\":[{\"index\":2,\"custom\":{\"input\":\"SELECT\"}}]"),
        write(new ChatEvent.ToolCallDelta(0, 2, "SELECT")));
  }

  @Test
  void writesReasoningApartFromTheAnswer() {
    assertEquals(
        choice(0, "\"role\":\"assistant\",\"reasoning_content\":\"hm\""),
        write(new ChatEvent.ReasoningDelta(0, "hm")));
  }

  @Test
  void keepsLogprobsAndUnknownFields() {
    JsonObject logprobs = json("{'content':[{'token':'a','logprob':-0.5}]}");
    write(new ChatEvent.Started("up", json("{'system_fingerprint':'fp'}")));
    assertEquals(
        HEAD
            + ",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},"
            + "\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.5}]},"
            + "\"finish_reason\":null}],\"system_fingerprint\":\"fp\"}",
        write(new ChatEvent.TextDelta(0, "a", logprobs)));
    assertEquals(
        HEAD
            + ",\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"no\"},\"logprobs\":null,"
            + "\"finish_reason\":null,\"filter\":1}],\"system_fingerprint\":\"fp\"}",
        write(new ChatEvent.ChoiceFields(0, json("{'refusal':'no'}"), json("{'filter':1}"))));
  }

  @Test
  void mergesChangedResponseFields() {
    write(new ChatEvent.Started("up", json("{'a':1,'b':2}")));
    write(new ChatEvent.ResponseFields(json("{'b':3}")));
    JsonObject chunk = json(write(text(0, "x")));
    assertEquals(1, chunk.getInt("a"));
    assertEquals(3, chunk.getInt("b"));
  }

  @Test
  void keepsUsageToItselfUnlessAskedFor() {
    JsonBytes out = new JsonBytes(64);
    assertFalse(chunks.write(new ChatEvent.UsageReported(Usage.of(3, 4), NONE), out));
    assertEquals(0, out.size());
  }

  @Test
  void writesUsageAsAChunkOfItsOwnWhenAskedFor() {
    ChatChunks asked = new ChatChunks(new AnswerHead("c1", 7, "m"), true);
    JsonBytes out = new JsonBytes(64);
    asked.write(text(0, "a"), out);
    assertEquals(JsonValue.NULL, json(out.toString()).get("usage"));
    out.clear();
    asked.write(
        new ChatEvent.UsageReported(
            new Usage(10, 4, 6, 0, 2),
            json("{'prompt_tokens':99,'prompt_tokens_details':{'audio_tokens':1},'cost':0.5}")),
        out);
    JsonObject chunk = json(out.toString());
    assertEquals(JsonValue.EMPTY_JSON_ARRAY, chunk.get("choices"));
    assertEquals(
        json(
            "{'prompt_tokens':10,'completion_tokens':4,'total_tokens':14,'prompt_tokens_details':"
                + "{'cached_tokens':6,'audio_tokens':1},'completion_tokens_details':"
                + "{'reasoning_tokens':2},'cost':0.5}"),
        chunk.get("usage"));
  }

  private String write(ChatEvent event) {
    JsonBytes out = new JsonBytes(16);
    chunks.write(event, out);
    return out.toString();
  }

  private static ChatEvent text(int choice, String text) {
    return new ChatEvent.TextDelta(choice, text, null);
  }

  private static String choice(int index, String delta) {
    return HEAD
        + ",\"choices\":[{\"index\":"
        + index
        + ",\"delta\":{"
        + delta
        + "},\"logprobs\":null,\"finish_reason\":null}]}";
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
