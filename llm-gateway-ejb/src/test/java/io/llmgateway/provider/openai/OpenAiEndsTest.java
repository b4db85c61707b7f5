package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which end of a stream is one, and which of several reasons counts. */
class OpenAiEndsTest {
  private static final String TEXT = "{'choices':[{'index':0,'delta':{'content':'a'}}]}";

  @Test
  void takesTheLastOfSeveralReasons() {
    List<ChatEvent> events = Answers.stream(TEXT, finish("stop"), finish("length"));

    assertEquals(
        List.of(new ChatEvent.Finish(0, "length")), Answers.only(ChatEvent.Finish.class, events));
  }

  @Test
  void saysAReasonOnceThatIsSaidTwice() {
    List<ChatEvent> events = Answers.stream(TEXT, finish("stop"), finish("stop"));

    assertEquals(1, Answers.only(ChatEvent.Finish.class, events).size());
  }

  @ParameterizedTest
  @CsvSource({
    "error,SERVER",
    "ERROR,SERVER",
    "failed,SERVER",
    "server_error,SERVER",
    "aborted,SERVER",
    "cancelled,SERVER",
    "timeout,TIMEOUT",
    "rate_limit,RATE",
    "malformed_function_call,INVALID"
  })
  void failsOnAWordOfFailureAlsoBesideAnotherReason(String word, Outcome outcome) {
    for (String first : new String[] {"", Answers.sse(finish("stop"))}) {
      PieceReader.Read read = read(Answers.sse(TEXT) + first + Answers.sse(finish(word)), 1);

      ChatException.Retryable e =
          assertInstanceOf(ChatException.Retryable.class, read.failure(), word);
      assertEquals(outcome, e.outcome());
      assertEquals("a", Answers.text(read.events()));
    }
  }

  @Test
  void endsOnceWhenDoneIsSaidTwice() {
    PieceReader.Read read =
        read(Answers.sse(TEXT, finish("stop")) + "data: [DONE]\n\ndata: [DONE]\n\n", 1);

    assertNull(read.failure());
    assertEquals(1, Answers.only(ChatEvent.Finish.class, read.events()).size());
  }

  /** The connection closes in the midst of what follows the finish reason. */
  @ParameterizedTest
  @ValueSource(strings = {"data: [DO", "data: {'choices':[],'usage':{'prom", "dat", ": ke"})
  void endsAfterAFinishReasonWhateverIsCutOffBehindIt(String rest) {
    PieceReader.Read read = read(Answers.sse(TEXT, finish("stop")) + rest.replace('\'', '"'), 1);

    assertNull(read.failure());
  }

  @Test
  void doesNotEndWithoutTheChoicesThatWereAskedFor() {
    PieceReader.Read read = read(Answers.sse(TEXT, finish("stop")), 2);

    assertEquals(
        Outcome.CUT, assertInstanceOf(ChatException.Retryable.class, read.failure()).outcome());
  }

  @Test
  void endsWithFewerChoicesWhenTheProviderSaysThatThisIsAll() {
    assertNull(read(Answers.sse(TEXT, finish("stop")) + "data: [DONE]\n\n", 2).failure());
  }

  private static String finish(String reason) {
    return "{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}";
  }

  private static PieceReader.Read read(String sse, int choices) {
    InputStream in = new ByteArrayInputStream(sse.getBytes(StandardCharsets.UTF_8));
    return PieceReader.read(in, choices);
  }
}
