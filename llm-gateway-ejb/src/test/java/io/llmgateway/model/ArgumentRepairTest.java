package io.llmgateway.model;

import static io.llmgateway.model.ScriptedModel.calls;
import static io.llmgateway.model.ScriptedModel.folded;
import static io.llmgateway.model.ScriptedModel.request;
import static io.llmgateway.model.ScriptedModel.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Outcome;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentRepairTest {
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\","
          + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
          + "\"days\":{\"type\":\"integer\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}},"
          + "\"required\":[\"city\"]}}},"
          + "{\"type\":\"function\",\"function\":{\"name\":\"time\"}},"
          + "{\"type\":\"custom\",\"custom\":{\"name\":\"run\"}}]";
  private static final String BAD = "{\"city\":";

  private static ChatStream ask(ScriptedModel model, boolean again, String more) {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + TOOLS + more + "}";
    return new ArgumentRepair(model, again).chat(request(body), new Cancellation());
  }

  private static List<String> answer(List<ChatEvent> events) {
    return folded(ask(new ScriptedModel().answer(events), false, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"city\": \"a\"}|{\"city\": \"a\"}",
        "{\"city\":\"a\",}|{\"city\":\"a\"}",
        "{'city':'a','days':None}|",
        "{\"city\":\"a\",\"days\":\"3\",\"tags\":\"[True]\"}|{\"city\":\"a\",\"days\":3,\"tags\":[true]}",
        "\"{\\\"city\\\":\\\"a\\\"}\"|{\"city\":\"a\"}",
        "{\"city\":\"a\"|{\"city\":\"a\"}",
        "{}{\"city\":\"a\"}|{\"city\":\"a\"}",
        "{}|",
        "{\"city\":|",
        "{\"city\":\"a|",
        "{\"days\":3}|",
        "{\"city\":5}|",
        "not json|",
        "``|",
      })
  void repairsOrFails(String written, String given) {
    List<ChatEvent> events = calls("tool_calls", "weather", written == null ? "" : written);
    if (given == null) {
      assertThrows(ChatException.Retryable.class, () -> answer(events));
    } else {
      assertEquals(
          List.of("call0 function weather", "args0: " + given, "finish tool_calls", "usage 10 5"),
          answer(events));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":[\"integer\",\"null\"]}|\"5\"|5",
        "{\"type\":[\"integer\",\"string\"]}|\"5\"|\"5\"",
        "{\"anyOf\":[{\"type\":\"boolean\"},{\"type\":\"array\"}]}|\"[1]\"|[1]",
        "{\"anyOf\":[{\"type\":\"boolean\"},{\"type\":\"string\"}]}|\"true\"|\"true\"",
        "{\"type\":\"number\"}|\"1.50\"|1.50",
        "{\"type\":\"number\"}|\"1.5 \"|1.5",
        "{\"type\":\"number\"}|\"many\"|\"many\"",
      })
  void takesValuesOutOfStrings(String schema, String written, String meant) {
    JsonObject parameters = ScriptedModel.json("{\"properties\":{\"v\":" + schema + "}}");
    JsonObject read = ScriptedModel.json("{\"v\":" + written + "}");
    assertEquals("{\"v\":" + meant + "}", ArgumentCoercion.coerced(parameters, read).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null"})
  void aToolWithoutParametersNeedsNoArguments(String written) {
    assertEquals("args0: {}", answer(calls("tool_calls", "time", written)).get(1));
  }

  @Test
  void aFailureIsNamedAndPaid() {
    ChatStream stream =
        ask(new ScriptedModel().answer(calls("tool_calls", "weather", BAD)), false, "");
    assertTrue(stream.next() instanceof ChatEvent.Started);
    assertEquals(ScriptedModel.USAGE, stream.next());
    ChatException.Retryable failure = assertThrows(ChatException.Retryable.class, stream::next);
    assertEquals(Outcome.INVALID, failure.outcome());
    assertEquals(
        "The model's call of the tool 'weather' had no valid arguments.", failure.getMessage());
    assertThrows(ChatException.Retryable.class, stream::next);
  }

  @Test
  void asksOnceMoreAndTakesTheCorrectedCall() {
    List<ChatEvent> first = calls("tool_calls", "weather", BAD, "time", "{}");
    first.add(1, new ChatEvent.TextDelta(0, "Let me see.", null));
    ScriptedModel model =
        new ScriptedModel()
            .answer(first)
            .answer(calls("tool_calls", "weather", "{\"city\":\"b\"}"));
    ChatStream stream = ask(model, true, "");
    assertEquals(
        List.of(
            "text: Let me see.",
            "call0 function weather",
            "args0: {\"city\":\"b\"}",
            "call1 function time",
            "args1: {}",
            "finish tool_calls",
            "usage 20 10"),
        folded(stream));
    JsonArray messages = model.body(1).getJsonArray("messages");
    assertEquals("Let me see.", messages.getJsonObject(1).getString("content"));
    String complaint = messages.getJsonObject(2).getString("content");
    assertTrue(complaint.contains("weather") && !complaint.contains("time"), complaint);
    assertTrue(model.answers.get(0).closed);
    stream.close();
    assertTrue(model.answers.get(1).closed);
  }

  @Test
  void asksOnlyOnceMore() {
    ScriptedModel model =
        new ScriptedModel()
            .answer(calls("tool_calls", "weather", BAD))
            .answer(calls("tool_calls", "weather", BAD))
            .answer(calls("tool_calls", "weather", "{\"city\":\"b\"}"));
    ChatStream stream = ask(model, true, "");
    stream.next();
    assertEquals(new ChatEvent.AskedAgain("weather" + BAD), stream.next());
    ChatEvent paid = stream.next();
    assertEquals(20, ((ChatEvent.UsageReported) paid).usage().inputTokens());
    assertEquals(20, ((ChatEvent.UsageReported) paid).raw().getInt("prompt_tokens"));
    assertThrows(ChatException.Retryable.class, stream::next);
    assertEquals(2, model.asked.size());
  }

  @Test
  void anUnknownToolIsFaulty() {
    ScriptedModel model =
        new ScriptedModel()
            .answer(calls("tool_calls", "wether", "{\"city\":\"b\"}"))
            .answer(calls("tool_calls", "weather", "{\"city\":\"b\"}"));
    assertEquals("call0 function weather", folded(ask(model, true, "")).get(0));
    assertThrows(ChatException.Retryable.class, () -> answer(calls("tool_calls", "wether", "{}")));
  }

  @Test
  void aRequiredCallThatIsMissingIsAskedFor() {
    String required = ",\"tool_choice\":\"required\"";
    ScriptedModel model =
        new ScriptedModel().answer(texts("stop", "No.")).answer(calls("tool_calls", "time", ""));
    assertEquals(
        List.of(
            "text: No.", "call0 function time", "args0: {}", "finish tool_calls", "usage 20 10"),
        folded(ask(model, true, required)));
    ScriptedModel stubborn = new ScriptedModel().answer(texts("stop", "No."));
    assertThrows(ChatException.Retryable.class, () -> folded(ask(stubborn, false, required)));
    ScriptedModel free = new ScriptedModel().answer(texts("stop", "No."));
    assertEquals(List.of("text: No.", "finish stop", "usage 10 5"), folded(ask(free, true, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "content_filter"})
  void aCallThatWasCutOffIsLeftOut(String reason) {
    String whole = "{\"city\":\"abc\",\"days\":12}";
    for (int end = 0; end < whole.length(); end++) {
      assertEquals(
          List.of("finish " + reason, "usage 10 5"),
          answer(calls(reason, "weather", whole.substring(0, end))),
          "cut at " + end);
    }
    assertEquals(
        List.of("call0 function weather", "args0: " + whole, "finish " + reason, "usage 10 5"),
        answer(calls(reason, "weather", whole, "weather", "{\"city\":\"x\"")));
  }

  @Test
  void aCallGoesOutWhenTheNextBegins() {
    ScriptedModel model =
        new ScriptedModel()
            .answer(calls("tool_calls", "weather", "{\"city\":\"a\"}", "time", "{}"));
    ChatStream stream = ask(model, true, "");
    stream.next();
    assertTrue(stream.next() instanceof ChatEvent.ToolCallStart);
    assertEquals(new ChatEvent.ToolCallDelta(0, 0, "{\"city\":\"a\"}"), stream.next());
    // nothing but the second call's start was read for it
    assertFalse(stream.next() instanceof ChatEvent.Finish);
  }

  @Test
  void callsThatComeInterleavedStayApart() {
    ScriptedModel model =
        new ScriptedModel()
            .answer(
                new ChatEvent.ToolCallStart(0, 0, "a", "function", "weather"),
                new ChatEvent.ToolCallStart(0, 1, "b", "custom", "run"),
                new ChatEvent.ToolCallDelta(0, 1, "ls "),
                new ChatEvent.ToolCallDelta(0, 0, "{\"city\":"),
                new ChatEvent.ToolCallDelta(0, 1, "-l"),
                new ChatEvent.ToolCallDelta(0, 0, "\"x\"}"),
                new ChatEvent.Finish(0, "stop"));
    assertEquals(
        List.of(
            "call0 function weather",
            "args0: {\"city\":\"x\"}",
            "call1 custom run",
            "args1: ls -l",
            "finish stop"),
        folded(ask(model, false, "")));
  }

  @Test
  void whatGoesOutIsAlwaysValid() {
    Random random = new Random(3);
    String whole = "{\"city\":\"a \\\"b\\\"\",\"days\":12,\"tags\":[true,false]}";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int n = random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
          text.append(' ');
        } else {
          text.insert(at, whole.charAt(random.nextInt(whole.length())));
        }
      }
      List<String> events;
      try {
        events = answer(calls("tool_calls", "weather", text.toString()));
      } catch (ChatException.Retryable e) {
        continue;
      }
      JsonObject given = ScriptedModel.json(events.get(1).substring("args0: ".length()));
      assertTrue(given.containsKey("city"), text.toString());
    }
  }

  @Test
  void togetherWithTheShimABrokenCallIsPutRight() {
    ScriptedModel model =
        new ScriptedModel()
            .answer(texts("stop", "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Par"))
            .answer(
                texts(
                    "stop",
                    "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Paris\"}}</tool_call>"));
    List<String> adjusted = new ArrayList<>();
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + TOOLS + "}";
    ToolCallShim shim = new ToolCallShim(model, ToolDialect.QWEN, adjusted::add);
    assertEquals(
        List.of(
            "call0 function weather",
            "args0: {\"city\":\"Paris\"}",
            "finish tool_calls",
            "usage 20 10"),
        folded(new ArgumentRepair(shim, true).chat(request(body), new Cancellation())));
  }
}
