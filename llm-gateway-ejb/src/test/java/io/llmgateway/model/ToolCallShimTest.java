package io.llmgateway.model;

import static io.llmgateway.model.ScriptedModel.folded;
import static io.llmgateway.model.ScriptedModel.request;
import static io.llmgateway.model.ScriptedModel.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToolCallShimTest {
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"d\","
          + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
          + "\"days\":{\"type\":\"integer\"}},\"required\":[\"city\"]}}},"
          + "{\"type\":\"function\",\"function\":{\"name\":\"time\"}}]";

  private static String ask(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + TOOLS + more + "}";
  }

  private static List<String> answer(ToolDialect dialect, String reason, String... pieces) {
    ScriptedModel model = new ScriptedModel().answer(texts(reason, pieces));
    return folded(
        new ToolCallShim(model, dialect, s -> {}).chat(request(ask("")), new Cancellation()));
  }

  private static final String CITY = "args0: {\"city\":\"北京\",\"days\":2}";

  /** What models write, and what becomes of it (before usage). */
  static List<List<String>> written() {
    String json = "{\"name\": \"weather\", \"arguments\": {\"city\":\"北京\",\"days\":2}}";
    String w = "call0 function weather";
    String called = "finish tool_calls";
    return List.of(
        List.of("just text < b and <tool", "text: just text < b and <tool", "finish stop"),
        List.of(
            "a {\"x\":1} b\n{\"x\": [1]}\n", "text: a {\"x\":1} b\n{\"x\": [1]}\n", "finish stop"),
        List.of("  \n", "text:   \n", "finish stop"),
        List.of(
            "I look.\n<tool_call>\n" + json + "\n</tool_call>", "text: I look.\n", w, CITY, called),
        List.of("<tool_call>" + json + "</tool_call> then", w, CITY, "text:  then", called),
        List.of(
            "<tool_call>" + json + "</tool_call>\n<tool_call>{\"name\":\"time\"}</tool_call>",
            w,
            CITY,
            "call1 function time",
            called),
        List.of(
            "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"</tool_call>\"}}</tool_call>",
            w,
            "args0: {\"city\":\"</tool_call>\"}",
            called),
        List.of(
            "<tool_call>{'name':'weather','arguments':{'city':'b',}}</tool_call>",
            w,
            "args0: {\"city\":\"b\"}",
            called),
        List.of(
            "<tool_call>\n<function=weather>\n<parameter=city>\n北京\n</parameter>\n<parameter=days>2"
                + "</parameter>\n</function>\n</tool_call>",
            w,
            CITY,
            called),
        List.of(
            "ok\n<function_calls>\n<invoke name=\"weather\">\n<parameter name=\"city\">北京</parameter>"
                + "\n<parameter name=\"days\">2</parameter>\n</invoke>\n</function_calls>\n",
            "text: ok\n",
            w,
            CITY,
            called),
        List.of("{\"tool_calls\": [" + json + "]}", w, CITY, called),
        List.of("```json\n" + json + "\n```\nbye", w, CITY, "text: \nbye", called),
        List.of("Sure:\n" + json, "text: Sure:\n", w, CITY, called),
        List.of(
            "{\"name\": \"Bob\", \"age\": 3}",
            "text: {\"name\": \"Bob\", \"age\": 3}",
            "finish stop"),
        List.of("```python\n{}\n```", "text: ```python\n{}\n```", "finish stop"),
        List.of(
            "Sure! {\"tool_calls\": [" + json + "]} ok",
            "text: Sure! ",
            w,
            CITY,
            "text:  ok",
            called),
        List.of("[1] see <tool_call>", "text: [1] see <tool_call>", "finish stop"),
        List.of("<tool_call>" + json, w, CITY, called),
        List.of("<tool_call>[" + json + "]</tool_call>", w, CITY, called),
        List.of(
            "<tool_call>{\"type\":\"function\",\"function\":" + json + "}</tool_call>",
            w,
            CITY,
            called));
  }

  @ParameterizedTest
  @MethodSource("written")
  void findsTheCallsWhereverTheTextIsCut(List<String> given) {
    String text = given.get(0);
    List<String> expected = new ArrayList<>(given.subList(1, given.size()));
    expected.add("usage 10 5");
    assertEquals(expected, answer(ToolDialect.HERMES, "stop", text));
    assertEquals(expected, answer(ToolDialect.HERMES, "stop", text.split("")));
    for (int cut = 1; cut < text.length(); cut++) {
      String[] pieces = {text.substring(0, cut), text.substring(cut)};
      assertEquals(expected, answer(ToolDialect.HERMES, "stop", pieces), "cut at " + cut);
    }
  }

  @Test
  void anyTextCutAnywhereGivesTheSameEvents() {
    String[] words = {
      "<tool_call>",
      "</tool_call>",
      "{\"name\": \"time\"",
      ", \"arguments\": {",
      "}",
      "}",
      "\n",
      " ",
      "```",
      "json",
      "{\"tool_calls\":[",
      "]",
      "<function=time>",
      "</function>",
      "<invoke ",
      "name=\"weather\">",
      "<parameter name=\"city\">",
      "</parameter>",
      "</invoke>",
      "a",
      "<",
      "\"",
      "<function_calls>",
      "</function_calls>",
      "weather",
      "{",
      "[",
      "\\",
      "时"
    };
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        text.append(words[random.nextInt(words.length)]);
      }
      String all = text.toString();
      List<String> pieces = new ArrayList<>();
      for (int from = 0; from < all.length(); ) {
        int to = Math.min(all.length(), from + 1 + random.nextInt(6));
        pieces.add(all.substring(from, to));
        from = to;
      }
      String reason = random.nextBoolean() ? "stop" : "length";
      assertEquals(
          answer(ToolDialect.QWEN, reason, all),
          answer(ToolDialect.QWEN, reason, pieces.toArray(new String[0])),
          all);
    }
  }

  @Test
  void textWithoutCallsIsNeverChanged() {
    Random random = new Random(12);
    String alphabet = "<tool_call>{}[]\"name:`\n ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertEquals(
          List.of("text: " + text, "finish stop", "usage 10 5"),
          answer(ToolDialect.HERMES, "stop", text.toString()));
    }
  }

  @Test
  void aCallThatWasCutOffIsLeftOut() {
    String begun = "Wait.<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"a\"}}";
    for (String reason : List.of("length", "content_filter")) {
      assertEquals(
          List.of("text: Wait.", "finish " + reason, "usage 10 5"),
          answer(ToolDialect.HERMES, reason, begun));
    }
  }

  @Test
  void aCallThatTheModelDidNotFinishIsNeverMadeComplete() {
    String begun = "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"a";
    List<String> events = answer(ToolDialect.HERMES, "stop", begun);
    assertEquals("call0 function weather", events.get(0));
    String arguments = events.get(1).substring("args0: ".length());
    assertFalse(CheckedArguments.of("weather", arguments, weather(), true).fine());
  }

  private static java.util.Map<String, OfferedTools.Tool> weather() {
    return OfferedTools.of(request(ask(""))).tools();
  }

  @Test
  void textGoesOnBeforeTheAnswerIsOver() {
    ScriptedModel model = new ScriptedModel().answer(texts("stop", "one ", "two <b", "> three"));
    ChatStream stream =
        new ToolCallShim(model, ToolDialect.XML, s -> {})
            .chat(request(ask("")), new Cancellation());
    stream.next();
    assertEquals(new ChatEvent.TextDelta(0, "one ", null), stream.next());
    assertEquals(new ChatEvent.TextDelta(0, "two <b", null), stream.next());
  }

  @ParameterizedTest
  @EnumSource(ToolDialect.class)
  void eachDialectReadsItsOwnCallsBack(ToolDialect dialect) {
    String arguments = "{\"city\":\"a \\\"b\\\" <c>\\n\",\"days\":2}";
    String text =
        "Well\n"
            + dialect.calls(
                List.of(dialect.call("weather", arguments), dialect.call("time", "{}")));
    List<String> expected =
        List.of(
            "text: Well\n",
            "call0 function weather",
            "args0: " + arguments,
            "call1 function time",
            "args1: {}",
            "finish tool_calls",
            "usage 10 5");
    List<String> read = answer(dialect, "stop", text.split(""));
    if (dialect == ToolDialect.XML) {
      // elements have no way to say that there are no arguments
      expected = expected.stream().filter(e -> !e.equals("args1: {}")).collect(Collectors.toList());
    }
    assertEquals(expected, read);
  }

  private static JsonObject sent(ToolDialect dialect, String body) {
    ScriptedModel model = new ScriptedModel().answer(texts("stop", "x"));
    List<String> adjusted = new ArrayList<>();
    new ToolCallShim(model, dialect, adjusted::add).chat(request(body), new Cancellation());
    assertEquals(List.of("tools=prompt"), adjusted);
    return model.body(0);
  }

  @ParameterizedTest
  @EnumSource(ToolDialect.class)
  void tellsOfTheToolsAndOfTheirResults(ToolDialect dialect) {
    String body =
        "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
            + "{\"role\":\"user\",\"content\":\"hi\"},"
            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
            + "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
            + "\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}},"
            + "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"time\","
            + "\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"sunny\"},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"noon\"}],"
            + TOOLS
            + "}";
    JsonObject sent = sent(dialect, body);
    assertFalse(sent.containsKey("tools"));
    JsonArray messages = sent.getJsonArray("messages");
    assertEquals(4, messages.size());
    String system = messages.getJsonObject(0).getString("content");
    assertTrue(system.startsWith("Be kind.\n\n"), system);
    assertTrue(system.contains("\"weather\"") && system.contains("\"time\""), system);
    String call = messages.getJsonObject(2).getString("content");
    assertTrue(call.contains("weather") && call.contains("Rome") && call.contains("time"), call);
    assertFalse(messages.getJsonObject(2).containsKey("tool_calls"));
    assertEquals("user", messages.getJsonObject(3).getString("role"));
    String results = messages.getJsonObject(3).getString("content");
    assertTrue(results.indexOf("sunny") < results.indexOf("noon"), results);
  }

  @Test
  void respectsToolChoice() {
    JsonObject none = sent(ToolDialect.QWEN, ask(",\"tool_choice\":\"none\""));
    assertEquals(1, none.getJsonArray("messages").size());
    assertFalse(none.containsKey("tool_choice"));
    String required =
        sent(ToolDialect.QWEN, ask(",\"tool_choice\":\"required\",\"parallel_tool_calls\":false"))
            .getJsonArray("messages")
            .getJsonObject(0)
            .getString("content");
    assertTrue(required.contains("You must call at least one"), required);
    assertTrue(required.contains("at most one call"), required);
    String named =
        sent(
                ToolDialect.QWEN,
                ask(",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"time\"}}"))
            .getJsonArray("messages")
            .getJsonObject(0)
            .getString("content");
    assertTrue(named.contains("You must call the function time now."), named);
    assertFalse(named.contains("weather"), named);
  }

  @Test
  void withToolChoiceNoneTextIsText() {
    String text = "<tool_call>{\"name\":\"time\"}</tool_call>";
    ScriptedModel model = new ScriptedModel().answer(texts("stop", text));
    assertEquals(
        List.of("text: " + text, "finish stop", "usage 10 5"),
        folded(
            new ToolCallShim(model, ToolDialect.QWEN, s -> {})
                .chat(request(ask(",\"tool_choice\":\"none\"")), new Cancellation())));
  }

  @Test
  void leavesARequestWithoutToolsAlone() {
    ScriptedModel model = new ScriptedModel().answer(texts("stop", "x"));
    var plain = request("{\"messages\":[]}");
    new ToolCallShim(model, ToolDialect.QWEN, s -> {}).chat(plain, new Cancellation());
    assertEquals(plain, model.asked.get(0));
  }
}
