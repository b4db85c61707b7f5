package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.Finish;
import io.llmgateway.chat.ChatEvent.ToolCallDelta;
import io.llmgateway.chat.ChatEvent.ToolCallStart;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tool calls as compatible providers send them. */
class OpenAiToolCallQuirksTest {

  /** The calls that a stream of these {@code tool_calls} values amounts to: id name(arguments). */
  private static List<String> calls(String... toolCalls) {
    return calls(events(toolCalls));
  }

  private static List<ChatEvent> events(String... toolCalls) {
    List<String> chunks = new ArrayList<>();
    for (String value : toolCalls) {
      chunks.add("{'choices':[{'index':0,'delta':{'tool_calls':" + value + "}}]}");
    }
    chunks.add("{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}");
    return Answers.stream(chunks.toArray(new String[0]));
  }

  private static List<String> calls(List<ChatEvent> events) {
    Map<Integer, String> starts = new TreeMap<>();
    Map<Integer, String> arguments = new TreeMap<>();
    for (ChatEvent event : events) {
      if (event instanceof ToolCallStart start) {
        assertFalse(starts.containsKey(start.index()), "an index is used twice");
        starts.put(start.index(), start.id() + " " + start.name());
      } else if (event instanceof ToolCallDelta delta) {
        arguments.merge(delta.index(), delta.arguments(), String::concat);
      }
    }
    List<String> calls = new ArrayList<>();
    starts.forEach((i, start) -> calls.add(start + "(" + arguments.getOrDefault(i, "") + ")"));
    return calls;
  }

  @Test
  void keepsInterleavedCallsApart() {
    assertEquals(
        List.of("a f({1})", "b g({2})"),
        calls(
            "[{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}}]",
            "[{'index':1,'id':'b','type':'function','function':{'name':'g','arguments':''}}]",
            "[{'index':0,'function':{'arguments':'{1'}},{'index':1,'function':{'arguments':'{2'}}]",
            "[{'index':1,'function':{'arguments':'}'}},{'index':0,'function':{'arguments':'}'}}]"));
  }

  @Test
  void findsCallsWithoutAnIndexByTheirId() {
    assertEquals(
        List.of("a f({1})", "b g({2})"),
        calls(
            "[{'id':'a','function':{'name':'f','arguments':'{1'}}]",
            "[{'function':{'arguments':'}'}}]",
            "[{'id':'b','function':{'name':'g','arguments':'{2'}}]",
            "[{'id':'b','function':{'arguments':'}'}}]"));
  }

  @Test
  void readsWholeCallsWithAnIndexOfMinusOne() {
    assertEquals(
        List.of("a f({})", "b f({})"),
        calls(
            "[{'index':-1,'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]",
            "[{'index':-1,'id':'b','type':'function','function':{'name':'f','arguments':'{}'}}]"));
  }

  @Test
  void readsSeveralWholeCallsOfOneChunkWithoutAnyIndex() {
    assertEquals(
        List.of("a f({1})", "b f({2})"),
        calls(
            "[{'id':'a','function':{'name':'f','arguments':'{1}'}},"
                + "{'id':'b','function':{'name':'f','arguments':'{2}'}}]"));
  }

  @Test
  void makesUpIdsForCallsThatHaveNone() {
    List<ToolCallStart> starts =
        Answers.only(
            ToolCallStart.class,
            events(
                "[{'function':{'name':'f','arguments':'{1}'}},"
                    + "{'id':'','function':{'name':'f','arguments':'{2}'}}]"));
    assertEquals(2, starts.size());
    assertFalse(starts.get(0).id().isEmpty());
    assertNotEquals(starts.get(0).id(), starts.get(1).id());
  }

  @Test
  void tellsParallelCallsThatAllHaveIndexZeroApart() {
    assertEquals(
        List.of("a f({1})", "b g({2})"),
        calls(
            "[{'index':0,'id':'a','function':{'name':'f','arguments':'{1}'}}]",
            "[{'index':0,'id':'b','function':{'name':'g','arguments':'{2}'}}]"));
  }

  @Test
  void acceptsARepeatedIdAndName() {
    assertEquals(
        List.of("a f({1})"),
        calls(
            "[{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}]",
            "[{'index':0,'id':'a','function':{'name':'f','arguments':'1'}}]",
            "[{'index':0,'id':'','function':{'name':'','arguments':'}'}}]"));
  }

  @Test
  void joinsTheNameAndTheArgumentsThatComeApart() {
    assertEquals(
        List.of("a f({1})"),
        calls(
            "[{'index':0,'id':'a','type':'function','function':{'name':'f'}}]",
            "[{'index':0,'id':'a','function':{'arguments':'{1}','name':null}}]"));
  }

  @Test
  void holdsArgumentsUntilTheNameIsKnown() {
    assertEquals(
        List.of("a f({1})"),
        calls(
            "[{'index':0,'id':'a','function':{'arguments':'{1'}}]",
            "[{'index':0,'function':{'name':'f','arguments':'}'}}]"));
  }

  @Test
  void readsASingleCallThatIsNoArray() {
    List<String> calls = calls("{'type':'function','function':{'name':'f','arguments':'{}'}}");
    assertEquals(1, calls.size());
    assertEquals("f({})", calls.get(0).substring(calls.get(0).indexOf(' ') + 1));
  }

  @Test
  void writesArgumentsThatAreAnObjectAsText() {
    assertEquals(
        List.of("a f({\"x\":1})"),
        calls("[{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1}}}]"));
  }

  @Test
  void numbersCallsFromZero() {
    assertEquals(
        0,
        Answers.only(
                ToolCallStart.class,
                events("[{'index':1,'id':'a','function':{'name':'f','arguments':'{}'}}]"))
            .get(0)
            .index());
  }

  @Test
  void dropsPlaceholdersWithoutIdAndName() {
    assertEquals(
        List.of("a f({})"),
        calls(
            "[{'index':0,'function':{'arguments':''}}]",
            "[{'index':1,'id':'a','function':{'name':'f','arguments':'{}'}}]"));
  }

  @Test
  void refusesACallThatNeverGetsAName() {
    ChatException.Retryable e =
        assertThrows(
            ChatException.Retryable.class,
            () -> events("[{'index':0,'id':'a','function':{'arguments':'{}'}}]"));
    assertEquals(Outcome.INVALID, e.outcome());
  }

  @Test
  void readsCustomTools() {
    List<ChatEvent> events =
        events(
            "[{'index':0,'id':'a','type':'custom','custom':{'name':'f','input':'x'}}]",
            "[{'index':0,'custom':{'input':'y'}}]");
    assertEquals(
        new ToolCallStart(0, 0, "a", "custom", "f"),
        Answers.only(ToolCallStart.class, events).get(0));
    assertEquals(List.of("a f(xy)"), calls(events));
  }

  @Test
  void finishesWithToolCallsWhenTheProviderSaysStop() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'f',"
                + "'arguments':'{}'}}]},'finish_reason':'stop'}]}");
    assertEquals(new Finish(0, "tool_calls"), events.get(events.size() - 1));
  }

  @Test
  void readsTheCallsOfAJsonAnswer() {
    List<ChatEvent> events =
        Answers.of(
            "application/json",
            "{'choices':[{'message':{'content':null,'tool_calls':[{'id':'a','type':'function',"
                    .replace('\'', '"')
                + "'function':{'name':'f','arguments':'{}'}},{'id':'b','type':'function',"
                    .replace('\'', '"')
                + "'function':{'name':'g','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}"
                    .replace('\'', '"'));
    assertEquals(List.of("a f({})", "b g({})"), calls(events));
  }
}
