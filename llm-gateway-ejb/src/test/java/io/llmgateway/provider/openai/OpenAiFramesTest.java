package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.CannedProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose documents come without their frames: nothing of them is lost in silence. */
class OpenAiFramesTest {
  private static final String A = "{'choices':[{'index':0,'delta':{'content':'a}{'}}]}";
  private static final String B = "{'choices':[{'index':0,'delta':{'content':'b'}}]}";
  private static final String END = "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json|A\nB\nE\n",
        "application/json|A\r\n\r\nB\r\nE",
        "application/json|ABE",
        "text/event-stream|data: A\ndata: B\ndata: E\ndata: [DONE]\n\n",
        "text/event-stream|data: A\ndata: B\n\ndata: E\n\n",
        "text/event-stream|data: AB\n\ndata: E\n\ndata: [DONE]\n\n",
        "text/event-stream|A\nB\nE\n"
      })
  void documentsBehindEachOtherAreAllRead(String answer) {
    assertEquals("a}{b", text(of(answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json|A\nB\n",
        "application/json|AB",
        "application/json|A\n{'choices':[{'ind",
        "text/event-stream|data: A\ndata: B\n\n",
        "text/event-stream|A\nB"
      })
  void withoutAnEndTheyAreNoWholeAnswer(String answer) {
    ChatException.Retryable end = assertThrows(ChatException.Retryable.class, () -> of(answer));
    assertEquals(Outcome.CUT, end.outcome());
  }

  @Test
  void aDocumentInLinesIsOne() {
    String lines =
        "{\n 'choices': [\n {'message': {'content': '}{'},\n 'finish_reason':'stop'}\n]\n}\n";
    assertEquals("}{", text(Answers.of("application/json", lines.replace('\'', '"'))));
  }

  @Test
  void whatIsNestedTooDeeplyIsNoDocumentAndTakesNothingFromTheStatus() {
    String deep = "{\"error\":" + "[".repeat(5_000);
    String head = "429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: " + deep.length();
    try (CannedProvider provider = CannedProvider.of(head, deep.getBytes(StandardCharsets.UTF_8))) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> Answers.open(provider, true));
      assertEquals(Outcome.RATE, e.outcome());
      assertEquals(7, e.retryAfter().toSeconds());
    }
    ChatException e = assertThrows(ChatException.class, () -> Answers.of("application/json", deep));
    assertTrue(e instanceof ChatException.Retryable r && r.outcome() == Outcome.INVALID);
  }

  @Test
  void wordsOfAnErrorEventAreRead() {
    ChatException.Retryable e =
        assertThrows(
            ChatException.Retryable.class,
            () ->
                Answers.of(
                    "text/event-stream", "event: error\ndata: Rate limit exceeded, slow down\n\n"));
    assertEquals(Outcome.RATE, e.outcome());
  }

  @Test
  void anErrorObjectThatSaysThatThereIsNoneIsNone() {
    String whole =
        "{'error':{'code':0,'message':''},"
            + "'choices':[{'message':{'content':'b'},'finish_reason':'stop'}]}";
    assertEquals("b", text(Answers.of("application/json", whole.replace('\'', '"'))));
  }

  private static List<ChatEvent> of(String answer) {
    String[] parts = answer.split("\\|", 2);
    StringBuilder body = new StringBuilder();
    for (char c : parts[1].toCharArray()) {
      body.append(c == 'A' ? A : c == 'B' ? B : c == 'E' ? END : Character.toString(c));
    }
    String text = body.toString().replace("[DON" + END + "]", "[DONE]");
    return Answers.of(parts[0], text.replace('\'', '"'));
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }
}
