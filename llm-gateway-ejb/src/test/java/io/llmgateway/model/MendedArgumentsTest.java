package io.llmgateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MendedArgumentsTest {
  private static final String TOOLS =
      ("{'messages':[],'tools':[{'type':'function','function':{'name':'find','parameters':"
              + "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}}},"
              + "{'type':'function','function':{'name':'now'}}]}")
          .replace('\'', '"');

  private static final List<String> STRINGS =
      List.of("\"\"", "\"{}[],:\"", "\"\\\"\\\\\"", "\"\\u12aF \\n\"", "\"é漢😀 , }\"");

  /** What comes out for arguments that were written in pieces of a size. */
  private static List<ChatEvent> out(
      boolean stream, String tool, String arguments, int size, String reason) {
    List<ChatEvent> events = new ArrayList<>();
    events.add(new ChatEvent.ToolCallStart(0, 0, "c1", "function", tool));
    for (int i = 0; i < arguments.length(); i += size) {
      String piece = arguments.substring(i, Math.min(arguments.length(), i + size));
      events.add(new ChatEvent.ToolCallDelta(0, 0, piece));
    }
    events.add(new ChatEvent.Finish(0, reason));
    ScriptedModel model = new ScriptedModel().answer(events);
    ChatStream answer =
        new MendedArguments(model).chat(ScriptedModel.request(TOOLS, stream), new Cancellation());
    List<ChatEvent> got = new ArrayList<>();
    for (ChatEvent event = answer.next(); event != null; event = answer.next()) {
      got.add(event);
    }
    return got;
  }

  private static String arguments(List<ChatEvent> events) {
    StringBuilder all = new StringBuilder();
    for (ChatEvent event : events) {
      all.append(event instanceof ChatEvent.ToolCallDelta delta ? delta.arguments() : "");
    }
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"x\",}",
        "{\"a\":\"x\" , }",
        "{'a':'x'}",
        "{a:\"x\"}",
        "```json\n{\"a\":\"x\"}\n```",
        "\"{\\\"a\\\":\\\"x\\\"}\"",
        "{\"a\":\"x\"",
        " {\"a\": \"x\"} ",
      })
  void carelesslyWrittenArgumentsArePutRight(String written) {
    for (int size : new int[] {1, 2, 3, 100}) {
      String whole = arguments(out(false, "find", written, size, "tool_calls"));
      String streamed = arguments(out(true, "find", written, size, "tool_calls"));
      assertEquals("x", JsonDocuments.parse(whole).asJsonObject().getString("a"), whole);
      assertEquals("x", JsonDocuments.parse(streamed).asJsonObject().getString("a"), streamed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[1]",
        "{\"a\":",
        "{\"a\":\"x",
        "{\"a\":\"x\",\"b",
        "nonsense",
        "{\"a\" \"x\"",
      })
  void argumentsThatNobodyCanReadAreAnErrorAndNeverNothing(String written) {
    for (boolean stream : new boolean[] {true, false}) {
      ChatException.Retryable failure =
          assertThrows(
              ChatException.Retryable.class,
              () -> out(stream, "find", written, 2, "tool_calls"),
              written);
      assertEquals(Outcome.INVALID, failure.outcome());
      assertTrue(failure.getMessage().contains("find"));
    }
  }

  @Test
  void aToolThatNeedsNoArgumentsMayBeCalledWithoutAny() {
    assertEquals("{}", arguments(out(true, "now", "", 1, "tool_calls")));
    assertEquals("{}", arguments(out(false, "now", "", 1, "stop")));
  }

  @Test
  void whatIsCutOffIsNeverCompletedAndNotPassedOnAsAWhole() {
    List<ChatEvent> streamed = out(true, "find", "{\"a\":\"x\"", 1, "length");
    assertEquals("{\"a\":\"x\"", arguments(streamed));
    assertEquals(new ChatEvent.Finish(0, "length"), streamed.get(streamed.size() - 1));
    List<ChatEvent> whole = out(false, "find", "{\"a\":\"x\"", 1, "content_filter");
    assertEquals(List.of(new ChatEvent.Finish(0, "content_filter")), whole);
    assertEquals("{\"a\":1}", arguments(out(false, "find", "{\"a\":1}", 3, "length")));
  }

  @Test
  void goodArgumentsGoOnAsTheyArrive() {
    String written = "{\"a\":\"x\\u00e9\\n\",\"n\":[1,-2.5e3,{\"t\":true}],\"e\":{}, \"z\":null}";
    List<ChatEvent> events = out(true, "find", written, 1, "tool_calls");
    assertEquals(written, arguments(events));
    long pieces = events.stream().filter(e -> e instanceof ChatEvent.ToolCallDelta).count();
    assertTrue(pieces > 30, "pieces: " + pieces);
  }

  @Test
  void anyObjectCutAnywhereComesOutAsItWentIn() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String written = "{\"a\":" + value(random, 4) + "}";
      int size = 1 + random.nextInt(5);
      assertEquals(written, arguments(out(true, "find", written, size, "tool_calls")));
      assertEquals(written, arguments(out(false, "find", written, size, "tool_calls")));
    }
  }

  private static String value(Random random, int depth) {
    String blank = " \n".substring(0, random.nextInt(3) % 3 == 0 ? 0 : random.nextInt(2));
    return blank
        + switch (random.nextInt(depth == 0 ? 4 : 6)) {
          case 0 -> String.valueOf(random.nextInt(2_000) - 1_000);
          case 1 -> List.of("true", "false", "null", "1.5e-3").get(random.nextInt(4));
          case 2, 3 -> STRINGS.get(random.nextInt(STRINGS.size()));
          case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + blank + "]";
          default -> "{\"k\"" + blank + ":" + value(random, depth - 1) + ",\"\":[]}";
        };
  }
}
