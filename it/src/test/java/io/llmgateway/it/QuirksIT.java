package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Quirks;
import io.llmgateway.it.simulator.Script;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that deviate from OpenAI's reach the client as OpenAI's would. */
class QuirksIT {
  private static final Map<String, Script> TEXTS =
      new TreeMap<>(
          Map.of(
              "keep-alive comments and glued usage", Quirks.keepAliveComments(),
              "role in each delta, repeated message", Quirks.roleInEachDeltaAndRepeatedMessage(),
              "usage in the choice", Quirks.usageInChoice(),
              "usage in each chunk", Quirks.usageInEachChunk(),
              "everything in the last delta", Quirks.everythingInTheLastDelta(),
              "odd framing", Quirks.oddFraming(),
              "no end mark", Quirks.withoutDone(),
              "no finish reason", Quirks.withoutFinishReason(),
              "empty choices first", Quirks.emptyChoicesFirst(),
              "unfinished finish reasons", Quirks.unfinishedFinishReasons()));
  private static final Map<String, Script> TOOLS =
      new TreeMap<>(
          Map.of(
              "index -1", Quirks.toolIndexMinusOne(),
              "no index", Quirks.toolIndexMissing(),
              "object instead of array", Quirks.toolCallsAsObject(),
              "empty id later", Quirks.toolIdEmptyLater()));

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("quirks").models("scripted").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  static List<String> texts() {
    return List.copyOf(TEXTS.keySet());
  }

  static List<String> tools() {
    return List.copyOf(TOOLS.keySet());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void givesTheTextTheFinishAndTheUsage(String quirk) {
    List<String> chunks = play(TEXTS.get(quirk));

    assertEquals("Hello world", EventStream.text(chunks));
    assertEquals(List.of("stop"), finishReasons(chunks));
    Doc usage = Doc.parse(chunks.get(chunks.size() - 1)).at("usage");
    assertEquals(3, usage.at("prompt_tokens").integer());
    assertEquals(2, usage.at("completion_tokens").integer());
  }

  @ParameterizedTest
  @MethodSource("tools")
  void givesTheToolCallsWithIndexIdAndName(String quirk) {
    List<String> chunks = play(TOOLS.get(quirk));

    TreeMap<Integer, String> ids = new TreeMap<>();
    TreeMap<Integer, String> calls = new TreeMap<>();
    for (String chunk : chunks) {
      for (Doc call : Doc.parse(chunk).at("choices", 0, "delta", "tool_calls").items()) {
        int index = call.at("index").integer();
        assertTrue(call.at("index").present(), chunk);
        if (call.has("id")) {
          ids.merge(index, call.at("id").text(), String::concat);
        }
        String name = call.at("function", "name").text();
        String arguments = call.at("function", "arguments").text();
        calls.merge(
            index,
            (name == null ? "" : name) + (arguments == null ? "" : arguments),
            String::concat);
      }
    }
    assertEquals("f{\"x\":1}", calls.get(0));
    assertTrue(calls.size() == 1 || "g{\"y\":2}".equals(calls.get(1)), calls.toString());
    assertEquals(calls.keySet(), ids.keySet());
    assertTrue(ids.values().stream().noneMatch(String::isEmpty), ids.toString());
    assertEquals(ids.size(), ids.values().stream().distinct().count(), ids.toString());
    assertEquals(List.of("tool_calls"), finishReasons(chunks));
  }

  private static List<String> finishReasons(List<String> chunks) {
    return chunks.stream()
        .map(c -> Doc.parse(c).at("choices", 0, "finish_reason").text())
        .filter(r -> r != null)
        .toList();
  }

  private static List<String> play(Script script) {
    tenant.simulator().next(tenant.model("scripted"), script);
    String more = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    try (EventStream stream =
        tenant.http().stream("/v1/chat/completions", tenant.chat("scripted", "x", more))) {
      assertEquals(200, stream.status());
      List<String> events = stream.rest();
      assertEquals("[DONE]", events.get(events.size() - 1));
      return events.subList(0, events.size() - 1);
    }
  }
}
