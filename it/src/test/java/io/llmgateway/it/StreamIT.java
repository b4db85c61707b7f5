package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order, the content and the immediacy of a streamed answer. */
class StreamIT {
  private static final String INCLUDE_USAGE =
      ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("stream").models("echo", "scripted").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void streamsToTheSdk() {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    List<String> parts = new ArrayList<>();
    OpenAIClient client = tenant.openai();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params("eins zwei drei"))) {
      stream.stream()
          .peek(whole::accumulate)
          .flatMap(c -> c.choices().stream())
          .forEach(c -> c.delta().content().filter(t -> !t.isEmpty()).ifPresent(parts::add));
    }
    client.close();

    assertEquals(List.of("eins ", "zwei ", "drei"), parts);
    assertEquals(
        "eins zwei drei",
        whole.chatCompletion().choices().get(0).message().content().orElseThrow());
    assertEquals(3, whole.chatCompletion().usage().orElseThrow().completionTokens());
  }

  @Test
  void beginsWithTheRoleAndEndsWithDone() {
    List<String> events = events("echo", "a b c", ",\"stream\":true");

    Doc first = Doc.parse(events.get(0));
    assertEquals("assistant", first.at("choices", 0, "delta", "role").text());
    assertEquals("[DONE]", events.get(events.size() - 1));
    assertEquals(1, events.stream().filter("[DONE]"::equals).count());
    assertEquals(
        "stop", Doc.parse(events.get(events.size() - 2)).at("choices", 0, "finish_reason").text());
    assertEquals("a b c", EventStream.text(events));
    for (String later : events.subList(1, events.size() - 1)) {
      assertFalse(Doc.parse(later).at("choices", 0, "delta").has("role"), later);
    }
  }

  @Test
  void keepsIdTimeAndModelTheSameInAllChunks() {
    Set<String> heads = new HashSet<>();
    for (String event : documents(events("echo", "a b c", INCLUDE_USAGE))) {
      Doc chunk = Doc.parse(event);
      assertEquals("chat.completion.chunk", chunk.at("object").text());
      assertTrue(chunk.at("created").integer() > 0, event);
      heads.add(chunk.at("id") + " " + chunk.at("created") + " " + chunk.at("model"));
    }

    assertEquals(1, heads.size(), heads.toString());
  }

  @Test
  void reportsUsageInAChunkOfItsOwnWhenAsked() {
    List<String> chunks = documents(events("echo", "a b c", INCLUDE_USAGE));

    Doc last = Doc.parse(chunks.get(chunks.size() - 1));
    assertEquals("[]", last.at("choices").toString());
    assertEquals(3, last.at("usage", "prompt_tokens").integer());
    assertEquals(3, last.at("usage", "completion_tokens").integer());
    assertEquals(6, last.at("usage", "total_tokens").integer());
    for (String chunk : chunks.subList(0, chunks.size() - 1)) {
      assertFalse(Doc.parse(chunk).at("usage").present(), chunk);
    }
  }

  @Test
  void keepsUsageToItselfWhenNotAsked() {
    for (String chunk : documents(events("echo", "a b c", ",\"stream\":true"))) {
      assertFalse(Doc.parse(chunk).at("usage").present(), chunk);
      assertEquals(1, Doc.parse(chunk).at("choices").items().size(), chunk);
    }
    Doc sent = tenant.simulator().received().lastFor(tenant.model("echo")).json();
    assertTrue(
        sent.at("stream_options", "include_usage").isTrue(), "billing needs the usage upstream");
  }

  @Test
  @Timeout(60)
  void handsEachEventOnBeforeTheProviderSendsTheNext() {
    List<Gate> gates = List.of(new Gate(), new Gate(), new Gate(), new Gate());
    Script script = Script.sse().event(Chunks.role());
    for (int i = 0; i < gates.size(); i++) {
      script.event(Chunks.text("part" + i)).gate(gates.get(i));
    }
    script.events(Chunks.finish("stop"), Chunks.usage(1, 4)).done();
    tenant.simulator().next(tenant.model("scripted"), script);

    try (EventStream stream = tenant.streamChat("scripted", "x")) {
      for (int i = 0; i < gates.size(); i++) {
        assertEquals("part" + i, stream.nextText());
        gates.get(i).open();
      }
      List<String> rest = stream.rest();
      assertEquals("[DONE]", rest.get(rest.size() - 1));
    }
  }

  @Test
  void joinsCharactersThatWereCutBetweenBytes() {
    String text = "你好世界 👩‍👩‍👧‍👦 é ع end";
    StringBuilder body = new StringBuilder();
    for (String chunk : Chunks.answer(1, 5, "你好世界 ", "👩‍👩‍👧‍👦 é ", "ع end")) {
      body.append("data: ").append(chunk).append("\n\n");
    }
    tenant
        .simulator()
        .next(tenant.model("scripted"), Script.sse().eachByteApart(body + "data: [DONE]\n\n"));

    assertEquals(text, EventStream.text(events("scripted", "x", ",\"stream\":true")));
  }

  @Test
  void keepsTheChoicesOfTwoAnswersApart() {
    List<String> chunks = documents(events("echo", "a b", ",\"stream\":true,\"n\":2"));

    for (int choice = 0; choice < 2; choice++) {
      int wanted = choice;
      String text =
          chunks.stream()
              .map(c -> Doc.parse(c).at("choices", 0))
              .filter(c -> c.at("index").integer() == wanted)
              .map(c -> c.at("delta", "content").text())
              .filter(t -> t != null)
              .reduce("", String::concat);
      assertEquals("a b", text);
    }
  }

  @Test
  void streamsReasoningBeforeTheAnswer() {
    List<String> chunks =
        documents(events("echo", "a", ",\"stream\":true,\"reasoning_effort\":\"high\""));

    List<String> reasoning =
        chunks.stream()
            .map(c -> Doc.parse(c).at("choices", 0, "delta", "reasoning_content").text())
            .filter(t -> t != null)
            .toList();
    assertEquals("Let me think.", String.join("", reasoning));
    assertEquals("a", EventStream.text(chunks));
  }

  @Test
  void streamsLogprobsAndUnknownFields() {
    tenant
        .simulator()
        .next(
            tenant.model("scripted"),
            Script.sse()
                .event(Chunks.role())
                .event(
                    Chunks.text("hi")
                        .replace(
                            "\"finish_reason\":null",
                            "\"logprobs\":{\"content\":[{\"token\":\"hi\",\"logprob\":-1.5,"
                                + "\"bytes\":null,\"top_logprobs\":[]}]},\"finish_reason\":null"))
                .event(Chunks.delta("{\"annotations\":[{\"n\":1}]}"))
                .events(Chunks.finish("stop"), Chunks.usage(1, 1))
                .done());

    String all = String.join("\n", events("scripted", "x", ",\"stream\":true,\"logprobs\":true"));

    assertTrue(all.contains("\"logprob\":-1.5"), all);
    assertTrue(all.contains("\"annotations\":[{\"n\":1}]"), all);
  }

  @Test
  void passesOverCommentsAndAnswersAfterThem() {
    tenant
        .simulator()
        .next(
            tenant.model("scripted"),
            Script.sse()
                .comment("keep-alive")
                .pause(Duration.ofMillis(30))
                .comment("keep-alive")
                .events(Chunks.answer(1, 1, "late"))
                .done());

    assertEquals("late", EventStream.text(events("scripted", "x", ",\"stream\":true")));
  }

  @Test
  void marksTheAnswerAsAStreamThatNobodyMayKeep() {
    try (EventStream stream = tenant.streamChat("echo", "a")) {
      assertEquals(200, stream.status());
      assertTrue(stream.header("content-type").startsWith("text/event-stream"));
      assertTrue(String.valueOf(stream.header("cache-control")).contains("no-"));
      assertEquals(tenant.name(), stream.header("x-gateway-channel"));
      assertNull(stream.header("content-length"));
      assertEquals("[DONE]", stream.rest().stream().reduce((a, b) -> b).orElseThrow());
    }
  }

  private static ChatCompletionCreateParams params(String text) {
    return ChatCompletionCreateParams.builder()
        .model(tenant.model("echo"))
        .addUserMessage(text)
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }

  private static List<String> events(String model, String text, String more) {
    try (EventStream stream =
        tenant.http().stream("/v1/chat/completions", tenant.chat(model, text, more))) {
      assertEquals(200, stream.status());
      return stream.rest();
    }
  }

  /** The events but for the end mark. */
  private static List<String> documents(List<String> events) {
    assertEquals("[DONE]", events.get(events.size() - 1));
    return events.subList(0, events.size() - 1);
  }
}
