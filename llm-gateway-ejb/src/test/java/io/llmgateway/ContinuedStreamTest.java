package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.llmgateway.chat.ChatEvent;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContinuedStreamTest {
  private static final String GIVEN = "Once upon a time there was a fox";

  @Test
  void leavesOutWhatBelongsToABeginning() {
    assertEquals(
        List.of(text(" and a hen"), new ChatEvent.Finish(0, "stop")),
        continued(
            GIVEN,
            new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT),
            new ChatEvent.ReasoningDelta(0, "hm"),
            text(" and a hen"),
            new ChatEvent.Finish(0, "stop")));
  }

  @Test
  void leavesOutAnEchoHoweverItIsCut() {
    String said = GIVEN + " and a hen";
    for (int a = 1; a < said.length() - 1; a++) {
      for (int b = a + 1; b < said.length(); b++) {
        List<ChatEvent> events =
            continued(
                GIVEN,
                text(said.substring(0, a)),
                text(said.substring(a, b)),
                text(said.substring(b)));
        assertEquals(" and a hen", joined(events), a + " " + b);
      }
    }
  }

  @Test
  void keepsATextThatOnlyBeginsLikeTheGivenOne() {
    assertEquals("Once upon a hill", joined(continued(GIVEN, text("Once upon"), text(" a hill"))));
    assertEquals("Once upon a", joined(continued(GIVEN, text("Once upon a"))));
    assertEquals("Once", joined(continued(GIVEN, text("Once"), new ChatEvent.Finish(0, "stop"))));
  }

  @Test
  void takesAShortTextForNoEcho() {
    assertEquals("haha!", joined(continued("ha", text("ha"), text("ha!"))));
    assertEquals("world", joined(continued("Hello ", text("Hello world"))));
  }

  @Test
  void endsWithTheStreamAndClosesIt() {
    GivenEvents events = new GivenEvents();
    ContinuedStream stream = new ContinuedStream(events, GIVEN);
    assertEquals(null, stream.next());
    stream.close();
    assertFalse(events.open);
  }

  private static ChatEvent text(String text) {
    return new ChatEvent.TextDelta(0, text, null);
  }

  private static String joined(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static List<ChatEvent> continued(String given, ChatEvent... events) {
    ContinuedStream stream = new ContinuedStream(new GivenEvents(events), given);
    List<ChatEvent> all = new ArrayList<>();
    Stream.iterate(stream.next(), e -> e != null, e -> stream.next()).forEach(all::add);
    assertEquals(null, stream.next(), Arrays.toString(events));
    return all;
  }
}
