package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.Finish;
import io.llmgateway.chat.ChatEvent.Started;
import io.llmgateway.chat.ChatEvent.TextDelta;
import io.llmgateway.chat.ChatEvent.UsageReported;
import io.llmgateway.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenAiChatContractTest {
  private static final String STREAM =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m-1\","
          + "\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":{\"role\":"
          + "\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}\n\n"
          + ": keep-alive\r\n\r\n"
          + "data:{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"你好 😀\"}}]}\r\n\r\n"
          + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
          + "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":"
          + "\"{\\\"a\\\":1}\"}}]}}]}\n\n"
          + "event: chunk\ndata: {\"id\":\"c1\",\ndata: \"choices\":[{\"index\":0,\"delta\":{},"
          + "\"finish_reason\":\"tool_calls\"}]}\n\n"
          + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
          + "\"completion_tokens\":7,\"total_tokens\":12}}\r\r"
          + "data: [DONE]\n\n";

  @Test
  void translatesAStreamInOrder() {
    List<ChatEvent> events = Answers.of("text/event-stream", STREAM);
    assertEquals(
        List.of(
            new Started("m-1", Answers.json("{'system_fingerprint':'fp'}")),
            new TextDelta(0, "你好 😀", null),
            new ChatEvent.ToolCallStart(0, 0, "call_1", "function", "f"),
            new ChatEvent.ToolCallDelta(0, 0, "{\"a\":1}"),
            new Finish(0, "tool_calls"),
            new UsageReported(
                Usage.of(5, 7),
                Answers.json("{'prompt_tokens':5,'completion_tokens':7,'total_tokens':12}"))),
        events);
  }

  @Test
  void givesTheSameEventsWhereverTheBytesAreCut() {
    List<ChatEvent> expected = Answers.of("text/event-stream", STREAM);
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut < bytes.length; cut++) {
      byte[] first = Arrays.copyOf(bytes, cut);
      byte[] second = Arrays.copyOfRange(bytes, cut, bytes.length);
      assertEquals(expected, PieceReader.events(first, second), "cut at " + cut);
    }
    assertEquals(expected, PieceReader.bytewise(bytes));
  }

  @Test
  void translatesAJsonAnswerIntoTheSameEvents() {
    List<ChatEvent> events =
        Answers.of(
            "application/json",
            "\n\n{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                + "\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],\"usage\":"
                + "{\"prompt_tokens\":1,\"completion_tokens\":2}}");
    assertEquals("hello", Answers.text(events));
    assertEquals(new Finish(0, "stop"), events.get(2));
    assertTrue(events.get(3) instanceof UsageReported);
  }
}
