package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same program, the same result: every wire says the same conversation in its own words ({@code
 * wires/*.txt}), and the events are the same. A capability is respected, or refused clearly.
 */
class ProviderContractTest {
  private static final String TEXT = "Hello, 世界!";
  private static final String THOUGHT = "Let me think.";

  static Stream<Recorded> wires() {
    return Stream.of(
            "openai",
            "anthropic",
            "gemini",
            "dashscope",
            "hunyuan",
            "wenxin",
            "sensenova",
            "ollama")
        .map(Recorded::of);
  }

  private static Spoken stream(Recorded wire, String part) {
    return Spoken.of(wire, wire.part(part), Requests.chat(true));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void streamsTextAndUsage(Recorded wire) {
    List<ChatEvent> events = stream(wire, "stream").events();

    assertTrue(events.get(0) instanceof ChatEvent.Started, events.toString());
    assertEquals(TEXT, Spoken.text(events));
    assertEquals(List.of("stop"), Spoken.finishes(events));
    assertEquals(Usage.of(12, 7), Spoken.usage(events));
    assertTrue(
        Spoken.only(ChatEvent.TextDelta.class, events).size() > 1,
        "not gathered before it goes on");
  }

  @ParameterizedTest
  @MethodSource("wires")
  void givesTheSameEventsWhateverTheBytesComeIn(Recorded wire) {
    Recorded.Part part = wire.part("stream");
    List<ChatEvent> whole = Spoken.of(wire, part, Requests.chat(true)).events();
    for (int size : new int[] {1, 2, 3, 7, 64}) {
      assertEquals(
          whole, Spoken.inPieces(wire, part, size, Requests.chat(true)).events(), "" + size);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void answersAsOneDocument(Recorded wire) {
    List<ChatEvent> events = Spoken.of(wire, wire.part("whole"), Requests.chat(false)).events();

    assertEquals(TEXT, Spoken.text(events));
    assertEquals(List.of("stop"), Spoken.finishes(events));
    assertEquals(Usage.of(12, 7), Spoken.usage(events));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void respectsReasoning(Recorded wire) {
    if (wire.refuses("reasoning")) {
      assertFalse(wire.parts().containsKey("reasoning"));
      return;
    }
    List<ChatEvent> events = stream(wire, "reasoning").events();

    assertEquals(THOUGHT, Spoken.reasoning(events));
    assertEquals(TEXT, Spoken.text(events));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void callsTools(Recorded wire) {
    List<ChatEvent> events = Spoken.of(wire, wire.part("tools"), Requests.tools(true)).events();

    List<ChatEvent.ToolCallStart> starts = Spoken.only(ChatEvent.ToolCallStart.class, events);
    assertEquals("get_weather", starts.get(0).name());
    assertFalse(starts.get(0).id().isEmpty());
    assertEquals(Requests.json("{'city':'Paris'}"), Requests.json(Spoken.arguments(events, 0)));
    assertEquals(List.of("tool_calls"), Spoken.finishes(events));
    if (!wire.refuses("parallel")) {
      assertEquals("get_time", starts.get(1).name());
      assertEquals(List.of(0, 1), starts.stream().map(ChatEvent.ToolCallStart::index).toList());
      assertEquals(Requests.json("{}"), Requests.json(Spoken.arguments(events, 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void sendsAToolConversation(Recorded wire) {
    try (Spoken spoken = Spoken.of(wire, wire.part("stream"), Requests.toolResults())) {
      spoken.events();
      String sent = spoken.request().body();
      assertTrue(sent.contains("get_weather"), sent);
      assertTrue(sent.contains("21 degrees"), sent);
      assertTrue(sent.contains("Be brief."), sent);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void takesACutStreamForBroken(Recorded wire) {
    Recorded.Part part = wire.part("stream");
    byte[] half = Arrays.copyOf(part.body(), part.body().length / 2);
    Spoken spoken = Spoken.of(wire, new Recorded.Part(part.head(), half), Requests.chat(true));

    ChatException.Retryable broken = assertThrows(ChatException.Retryable.class, spoken::events);

    assertTrue(broken.outcome() == Outcome.CUT || broken.outcome() == Outcome.INVALID, "" + broken);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void tellsAFilterFromAnAnswer(Recorded wire) {
    if (wire.refuses("filter")) {
      assertFalse(wire.parts().containsKey("filtered"), "the vendor has no filter");
      return;
    }
    List<ChatEvent> events = stream(wire, "filtered").events();

    assertEquals("Half", Spoken.text(events));
    assertEquals(List.of("content_filter"), Spoken.finishes(events));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void classifiesRefusals(Recorded wire) {
    for (String name : List.of("AUTH", "RATE", "OVERLOAD", "QUOTA")) {
      Recorded.Part part = wire.part(name);
      ChatException.Retryable refused =
          assertThrows(
              ChatException.Retryable.class,
              () -> Spoken.of(wire, part, Requests.chat(true)).events(),
              name);
      assertEquals(Outcome.valueOf(name), refused.outcome(), wire + " " + refused.getMessage());
      assertFalse(refused.getMessage().contains(Spoken.SECRET), refused.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void failsInTheMiddleOfAStream(Recorded wire) {
    Spoken spoken = stream(wire, "midstream");

    List<ChatEvent> seen = new ArrayList<>();
    ChatException failed = assertThrows(ChatException.class, () -> spoken.into(seen));

    assertEquals("Half", Spoken.text(seen), "what came before is handed out");
    assertTrue(failed instanceof ChatException.Retryable r && r.outcome() != Outcome.OK);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void refusesSeveralChoicesOrGivesThem(Recorded wire) {
    try (Spoken spoken = Spoken.of(wire, wire.part("stream"), Requests.twoChoices())) {
      if (wire.refuses("choices")) {
        ChatException.Final refused = assertThrows(ChatException.Final.class, spoken::events);
        assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refused.code());
        assertEquals("n", refused.param());
      } else {
        spoken.events();
        assertTrue(spoken.request().body().matches("(?s).*\"(n|candidateCount)\":2.*"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void takesHtmlForNoAnswer(Recorded wire) {
    Recorded.Part page =
        new Recorded.Part("200 text/html", "<html>busy</html>".getBytes(StandardCharsets.UTF_8));

    ChatException.Retryable refused =
        assertThrows(
            ChatException.Retryable.class,
            () -> Spoken.of(wire, page, Requests.chat(true)).events());

    assertEquals(Outcome.INVALID, refused.outcome());
  }
}
