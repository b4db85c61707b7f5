package io.llmgateway.model.reasoning;

import static io.llmgateway.model.PreparedModel.answer;
import static io.llmgateway.model.PreparedModel.cuts;
import static io.llmgateway.model.PreparedModel.joined;
import static io.llmgateway.model.PreparedModel.json;
import static io.llmgateway.model.PreparedModel.request;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.Finish;
import io.llmgateway.chat.ChatEvent.ReasoningDelta;
import io.llmgateway.chat.ChatEvent.TextDelta;
import io.llmgateway.chat.ChatEvent.ToolCallStart;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.model.PreparedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningExtractorTest {
  private static final Finish STOP = new Finish(0, "stop");

  /** In texts ~ is a line break, _ a space, and an empty one is written as '-'. */
  @ParameterizedTest
  @CsvSource({
    "<think>~First_add.~</think>~~It_is_4., First_add., It_is_4.",
    "~_<think>a_<b_</think>c, a_<b, c",
    "<think>a</thin_</think</think>c, a</thin_</think, c",
    "<think></think>~~c, -, c",
    "<think>~~</think>c, -, c",
    "<think>never_closed_</thin, never_closed_</thin, -",
    "<think>blank_end~~, blank_end, -",
    "<think>one</think>~<think>two</think>~three, onetwo, three",
    "<seed:think>a</think></seed:think>c, a</think>, c",
    "no_tags_here, -, no_tags_here",
    "the_<think>_tag</think>, -, the_<think>_tag</think>",
    "<thinker>, -, <thinker>",
    "<thi, -, <thi",
    "~__x, -, ~__x",
    "<think>a</think>b</think>c, a, b</think>c",
    "<think>思考😀</think>答😀, 思考😀, 答😀",
    "</think>c, -, </think>c",
  })
  void splitsTheTextWhereverItIsCut(String given, String reasoning, String text) {
    List<ChatEvent> expected = new ArrayList<>();
    if (!reasoning.equals("-")) {
      expected.add(new ReasoningDelta(0, plain(reasoning)));
    }
    if (!text.equals("-")) {
      expected.add(new TextDelta(0, plain(text), null));
    }
    expected.add(STOP);
    for (List<String> parts : cuts(plain(given))) {
      assertEquals(expected, events(false, answer(parts, STOP)), parts.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "thought~</think>~~c, thought, c",
    "<think>thought</think>c, thought, c",
    "thought, thought, -",
    "<thi, <thi, -",
  })
  void theTemplateMayHaveOpenedTheTag(String given, String reasoning, String text) {
    for (List<String> parts : cuts(plain(given))) {
      List<ChatEvent> expected = new ArrayList<>(List.of(new ReasoningDelta(0, plain(reasoning))));
      if (!text.equals("-")) {
        expected.add(new TextDelta(0, text, null));
      }
      expected.add(STOP);
      assertEquals(expected, events(true, answer(parts, STOP)), parts.toString());
    }
  }

  @Test
  void anyTextCutAnywhereGivesTheSameEvents() {
    List<String> words =
        List.of(
            "<think>", "</think>", "<", "</", "think>", ">", "a", " ", "\n", "思", "<seed:think>");
    Random random = new Random(42);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(9); i >= 0; i--) {
        text.append(words.get(random.nextInt(words.size())));
      }
      List<ChatEvent> whole = events(false, answer(List.of(text.toString()), STOP));
      for (List<String> parts : cuts(text.toString())) {
        assertEquals(whole, events(false, answer(parts, STOP)), parts.toString());
      }
    }
  }

  @Test
  void holdsBackNothingButTheBeginningOfATag() {
    ChatStream answer =
        new ReasoningExtractor(
                new PreparedModel(answer(List.of("<think>", "one", " two</", "think>", "x", "y"))),
                false)
            .chat(request("{}", true), new Cancellation());

    answer.next();
    assertEquals(new ReasoningDelta(0, "one"), answer.next());
    assertEquals(new ReasoningDelta(0, " two"), answer.next());
    assertEquals(new TextDelta(0, "x", null), answer.next());
    assertEquals(new TextDelta(0, "y", null), answer.next());
  }

  @Test
  void choicesAreSplitApart() {
    List<ChatEvent> events =
        events(
            false,
            List.of(
                new TextDelta(0, "<thi", null),
                new TextDelta(1, "<b>", null),
                new TextDelta(0, "nk>r</think>a", null),
                STOP,
                new Finish(1, "stop")));

    assertEquals(
        List.of(
            new TextDelta(1, "<b>", null),
            new ReasoningDelta(0, "r"),
            new TextDelta(0, "a", null),
            STOP,
            new Finish(1, "stop")),
        events);
  }

  @Test
  void reasoningThatTheProviderToldApartLeavesTheTextAlone() {
    List<ChatEvent> given =
        List.of(new ReasoningDelta(0, "r"), new TextDelta(0, "<think>is a tag", null), STOP);

    assertEquals(given, events(false, given));
  }

  @Test
  void aModelMayThinkAgainAfterAToolCall() {
    ToolCallStart call = new ToolCallStart(0, 0, "c", "function", "f");
    List<ChatEvent> events =
        events(
            false,
            List.of(
                new TextDelta(0, "<think>a</think>b<thi", null),
                call,
                new TextDelta(0, "<think>c</think>", null),
                STOP));

    assertEquals(
        List.of(
            new ReasoningDelta(0, "a"),
            new TextDelta(0, "b<thi", null),
            call,
            new ReasoningDelta(0, "c"),
            STOP),
        events);
  }

  @Test
  void probabilitiesStayWithTheAnswer() {
    List<ChatEvent> events =
        events(
            false,
            List.of(
                new TextDelta(0, "<", json("{'a': 1}")), new TextDelta(0, "b", json("{'a': 2}"))));

    assertEquals(
        List.of(
            new TextDelta(0, "", json("{'a': 1}")),
            new TextDelta(0, "", json("{'a': 2}")),
            new TextDelta(0, "<b", null)),
        events);
  }

  private static List<ChatEvent> events(boolean begins, List<ChatEvent> given) {
    PreparedModel model = new PreparedModel(given);
    List<ChatEvent> events =
        new ArrayList<>(
            joined(
                new ReasoningExtractor(model, begins)
                    .chat(request("{}", true), new Cancellation())));
    events.removeIf(ChatEvent.Started.class::isInstance);
    return events;
  }

  private static String plain(String text) {
    return text.replace('~', '\n').replace('_', ' ');
  }
}
