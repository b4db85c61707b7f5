package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionRequestTest {

  @Test
  void makesAChatOfEachPrompt() {
    CompletionRequest request =
        CompletionRequest.read(
            json("{'model':'m','prompt':['a','b'],'n':2,'max_tokens':5,'temperature':0,'x':1}"));
    assertEquals(2, request.chats().size());
    assertEquals(
        json(
            "{'model':'m','n':2,'max_tokens':5,'temperature':0,'x':1,'messages':[{'role':'user',"
                + "'content':'b'}]}"),
        request.chats().get(1).body());
    assertEquals(5, request.chats().get(1).maxOutputTokens());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'prompt':[1,2] | prompt",
        "'prompt':[[1,2]] | prompt",
        "'prompt':'a','suffix':'b' | suffix",
        "'prompt':'a','logprobs':2 | logprobs",
        "'prompt':'a','best_of':2 | best_of",
      })
  void refusesWhatAChatModelCanNotDo(String fields, String param) {
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () -> CompletionRequest.read(json("{'model':'m'," + fields + "}")));
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refused.code());
    assertEquals(param, refused.param());
  }

  @Test
  void numbersTheChoicesOfFurtherPromptsOnAndAddsTheUsageUp() {
    CompletionRequest request =
        CompletionRequest.read(json("{'model':'m','prompt':['a','b'],'n':2,'echo':true}"));
    List<ChatStream> begun = new ArrayList<>();
    PromptSequence sequence =
        new PromptSequence(
            answer("1"),
            request.chats(),
            (index, chat) -> {
              begun.add(answer("2"));
              return begun.get(0);
            });
    CompletionFold fold = new CompletionFold(new AnswerHead("c1", 7, "m"), request);
    for (ChatEvent event = sequence.next(); event != null; event = sequence.next()) {
      fold.add(event);
    }
    assertNull(sequence.next());
    assertEquals(
        json(
            "{'id':'cmpl-c1','object':'text_completion','created':7,'model':'m','choices':["
                + "{'text':'a1x','index':0,'logprobs':null,'finish_reason':'stop'},"
                + "{'text':'a1y','index':1,'logprobs':null,'finish_reason':'stop'},"
                + "{'text':'b2x','index':2,'logprobs':null,'finish_reason':'stop'},"
                + "{'text':'b2y','index':3,'logprobs':null,'finish_reason':'stop'}],"
                + "'usage':{'prompt_tokens':6,'completion_tokens':8,'total_tokens':14,"
                + "'prompt_tokens_details':{'cached_tokens':0},"
                + "'completion_tokens_details':{'reasoning_tokens':0}}}"),
        json(fold.answer().toString()));
  }

  @Test
  void echoesThePromptOnceInAStream() {
    CompletionRequest request =
        CompletionRequest.read(json("{'model':'m','prompt':'p','echo':true,'stream':true}"));
    CompletionChunks chunks = new CompletionChunks(new AnswerHead("c1", 7, "m"), request);
    JsonBytes out = new JsonBytes(64);
    assertTrue(chunks.write(new ChatEvent.TextDelta(0, "x", null), out));
    assertEquals(
        "{\"id\":\"cmpl-c1\",\"object\":\"text_completion\",\"created\":7,\"model\":\"m\",\"choices\":"
            + "[{\"text\":\"px\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]}",
        out.toString());
    out.clear();
    chunks.write(new ChatEvent.TextDelta(0, "y", null), out);
    assertTrue(out.toString().contains("\"text\":\"y\""));
  }

  private static ChatStream answer(String text) {
    Deque<ChatEvent> events =
        new ArrayDeque<>(
            List.of(
                new ChatEvent.TextDelta(0, text + "x", null),
                new ChatEvent.TextDelta(1, text + "y", null),
                new ChatEvent.Finish(0, "stop"),
                new ChatEvent.Finish(1, "stop"),
                new ChatEvent.UsageReported(Usage.of(3, 4), JsonValue.EMPTY_JSON_OBJECT)));
    return new ChatStream() {
      @Override
      public ChatEvent next() {
        return events.poll();
      }

      @Override
      public void close() {}
    };
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
