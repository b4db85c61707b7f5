package io.llmgateway.model.stream;

import static io.llmgateway.model.PreparedModel.answer;
import static io.llmgateway.model.PreparedModel.joined;
import static io.llmgateway.model.PreparedModel.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.Finish;
import io.llmgateway.chat.ChatEvent.ReasoningDelta;
import io.llmgateway.chat.ChatEvent.ToolCallDelta;
import io.llmgateway.chat.ChatEvent.ToolCallStart;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.model.PreparedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamedModelTest {
  private static final String LONG =
      "These are more words than one piece of a stream has. 没有空格的中文文本也要被切成小块才像是流式输出的答案"
          + "一样，而不是一次全部出现在读者面前。"
          + "😀".repeat(60);

  @Test
  void aModelThatOnlyStreamsAnswersWhoDoesNotWantAStream() {
    List<ChatEvent> given =
        answer(List.of("a", "b"), new ReasoningDelta(0, "r"), new Finish(0, "stop"));
    PreparedModel model = new PreparedModel(given);

    List<ChatEvent> events =
        all(StreamedModel.always(model).chat(request("{}", false), new Cancellation()));

    assertTrue(model.asked.get(0).stream());
    assertEquals(given, events);
    assertEquals(0, model.open());
  }

  @Test
  void aModelThatDoesNotStreamIsCutIntoPieces() {
    List<ChatEvent> given =
        answer(
            List.of(LONG),
            new ReasoningDelta(0, LONG),
            new ToolCallStart(0, 0, "c", "function", "f"),
            new ToolCallDelta(0, 0, "{\"text\":\"" + LONG + "\"}"),
            new Finish(0, "tool_calls"));
    PreparedModel model = new PreparedModel(given, given);

    List<ChatEvent> events =
        all(StreamedModel.never(model).chat(request("{'stream':true}", true), new Cancellation()));

    assertFalse(model.asked.get(0).stream());
    assertTrue(events.size() > 15, "only " + events.size());
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.TextDelta e) {
        assertTrue(e.text().length() <= 49, e.text());
        assertFalse(Character.isLowSurrogate(e.text().charAt(0)), e.text());
      }
    }
    assertEquals(
        given, joined(StreamedModel.never(model).chat(request("{}", true), new Cancellation())));
  }

  @Test
  void whoWantsNoStreamGetsTheAnswerAsItIs() {
    List<ChatEvent> given = answer(List.of(LONG), new Finish(0, "stop"));

    assertEquals(
        given,
        all(
            StreamedModel.never(new PreparedModel(given))
                .chat(request("{}", false), new Cancellation())));
  }

  private static List<ChatEvent> all(ChatStream answer) {
    List<ChatEvent> events = new ArrayList<>();
    try (answer) {
      for (ChatEvent event = answer.next(); event != null; event = answer.next()) {
        events.add(event);
      }
    }
    return events;
  }
}
