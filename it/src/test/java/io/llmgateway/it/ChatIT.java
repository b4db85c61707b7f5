package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Quirks;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Chat answers as one JSON document, mostly as OpenAI's own Java client sees them. */
class ChatIT {
  private static Tenant tenant;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("chat").models("echo", "scripted", "huge").start();
    client = tenant.openai();
  }

  @AfterAll
  static void stop() {
    client.close();
    tenant.close();
  }

  @Test
  void answersAChat() {
    ChatCompletion answer = client.chat().completions().create(hello("Hello from the SDK").build());

    assertEquals("Hello from the SDK", text(answer));
    assertEquals("stop", answer.choices().get(0).finishReason().asString());
    assertEquals(4, answer.usage().orElseThrow().promptTokens());
    assertEquals(4, answer.usage().orElseThrow().completionTokens());
    assertEquals(tenant.model("echo"), answer.model());
    assertTrue(answer.validate().isValid());
  }

  @Test
  void keepsChineseAndEmojiWhole() {
    String text = "你好,世界 👩‍👩‍👧‍👦 ع é \u0000 \" \\ \n end";

    assertEquals(text, text(client.chat().completions().create(hello(text).build())));
  }

  @Test
  void carriesAMessageOfOneMegabyteBothWays() {
    String text = "0123456789abcde ".repeat(65_536).strip();

    ChatCompletion answer = client.chat().completions().create(hello(text).build());

    assertEquals(text.length(), text(answer).length());
    assertEquals(text, text(answer));
  }

  @Test
  void answersFiftyCallersAtOnceEachWithItsOwnAnswer() {
    List<CompletableFuture<ChatCompletion>> calls =
        IntStream.range(0, 50)
            .mapToObj(i -> client.async().chat().completions().create(hello("caller " + i).build()))
            .toList();

    for (int i = 0; i < calls.size(); i++) {
      assertEquals("caller " + i, text(calls.get(i).join()));
    }
  }

  @Test
  @SuppressWarnings("deprecation") // seed and user are what clients still send
  void passesOnEveryFieldOfTheRequestKnownOrNot() {
    client
        .chat()
        .completions()
        .create(
            hello("fields")
                .stopOfStrings(List.of("END", "STOP"))
                .seed(42)
                .temperature(0.25)
                .topP(0.5)
                .presencePenalty(0.75)
                .frequencyPenalty(-0.5)
                .user("user-7")
                .metadata(
                    ChatCompletionCreateParams.Metadata.builder()
                        .putAdditionalProperty("team", JsonValue.from("blue"))
                        .build())
                .putAdditionalBodyProperty("enable_thinking", JsonValue.from(false))
                .putAdditionalBodyProperty("x_nested", JsonValue.from(Map.of("a", List.of(1, 2))))
                .build());

    Doc sent =
        tenant
            .simulator()
            .received()
            .await(e -> e.body().contains("user-7"), Duration.ofSeconds(1))
            .json();
    assertEquals("[\"END\",\"STOP\"]", sent.at("stop").toString());
    assertEquals(42, sent.at("seed").integer());
    assertEquals("0.25", sent.at("temperature").toString());
    assertEquals("0.5", sent.at("top_p").toString());
    assertEquals("0.75", sent.at("presence_penalty").toString());
    assertEquals("-0.5", sent.at("frequency_penalty").toString());
    assertEquals("blue", sent.at("metadata", "team").text());
    assertEquals(false, sent.at("enable_thinking").value());
    assertEquals("{\"a\":[1,2]}", sent.at("x_nested").toString());
  }

  @Test
  void sendsTheChannelsKeyUpstreamAndNeverTheCallers() {
    tenant.postChat("echo", "whose key").assertOk();

    Exchange sent = tenant.simulator().received().lastFor(tenant.model("echo"));
    assertEquals("Bearer upstream-key-of-" + tenant.name(), sent.header("authorization"));
    assertTrue(sent.headers().values().stream().noneMatch(v -> v.contains(tenant.secret())));
  }

  @Test
  void bringsBackFieldsThatItDoesNotKnow() {
    tenant
        .simulator()
        .next(
            tenant.model("scripted"),
            Script.json(
                "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                    + "\"service_tier\":\"flex\",\"citations\":[\"https://a.example\"],"
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"ok\",\"annotations\":[{\"n\":1}],\"refusal\":null},"
                    + "\"content_filter_results\":{\"hate\":false},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":1},\"x_seconds\":0.5}}"));

    Doc answer = tenant.postChat("scripted", "x").assertOk().json();

    assertEquals("flex", answer.at("service_tier").text());
    assertEquals("[\"https://a.example\"]", answer.at("citations").toString());
    assertEquals(1, answer.at("choices", 0, "message", "annotations", 0, "n").integer());
    assertEquals("{\"hate\":false}", answer.at("choices", 0, "content_filter_results").toString());
    assertEquals(1, answer.at("usage", "prompt_tokens_details", "cached_tokens").integer());
    assertEquals("0.5", answer.at("usage", "x_seconds").toString());
  }

  @Test
  void givesTwoAnswersWhenTwoAreWanted() {
    ChatCompletion answer = client.chat().completions().create(hello("twice").n(2).build());

    assertEquals(2, answer.choices().size());
    assertEquals("twice", answer.choices().get(1).message().content().orElseThrow());
    assertEquals(1, answer.choices().get(1).index());
    assertEquals(2, answer.usage().orElseThrow().completionTokens());
  }

  @Test
  void givesLogprobsWhenTheyAreWanted() {
    ChatCompletion answer = client.chat().completions().create(hello("log").logprobs(true).build());

    var logprobs = answer.choices().get(0).logprobs().orElseThrow().content().orElseThrow();
    assertEquals("log", logprobs.get(0).token());
    assertEquals(-0.25, logprobs.get(0).logprob());
  }

  @Test
  void givesTheReasoningApartFromTheAnswer() {
    Doc message =
        tenant
            .http()
            .post(
                "/v1/chat/completions",
                tenant.chat("echo", "think", ",\"reasoning_effort\":\"low\""))
            .assertOk()
            .json()
            .at("choices", 0, "message");

    assertEquals("Let me think.", message.at("reasoning_content").text());
    assertEquals("think", message.at("content").text());
  }

  @Test
  void saysWhenTheAnswerWasCutShortByItsLimit() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(hello("one two three four").maxCompletionTokens(2).build());

    assertEquals("one two", text(answer));
    assertEquals("length", answer.choices().get(0).finishReason().asString());
  }

  @Test
  void fillsTheSchemaOfAStructuredAnswer() {
    StructuredChatCompletionCreateParams<Trip> params =
        ChatCompletionCreateParams.builder()
            .model(tenant.model("echo"))
            .addUserMessage("a trip")
            .responseFormat(Trip.class)
            .build();

    Trip trip =
        client.chat().completions().create(params).choices().get(0).message().content().get();

    assertEquals("city", trip.city);
    assertEquals(7, trip.days);
    Doc format = tenant.simulator().received().lastFor(tenant.model("echo")).json();
    assertEquals("json_schema", format.at("response_format", "type").text());
    assertTrue(format.at("response_format", "json_schema", "strict").isTrue());
  }

  @Test
  void passesOnImagesAndAudioInTheMessage() {
    String parts =
        "[{\"type\":\"text\",\"text\":\"what is this\"},{\"type\":\"image_url\",\"image_url\":"
            + "{\"url\":\"data:image/png;base64,iVBORw0KGgo=\",\"detail\":\"low\"}},"
            + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}}]";

    Reply reply =
        tenant
            .http()
            .post(
                "/v1/chat/completions",
                "{\"model\":\""
                    + tenant.model("scripted")
                    + "\",\"messages\":[{\"role\":\"user\",\"content\":"
                    + parts
                    + "}]}");

    assertEquals(
        "what is this", reply.assertOk().json().at("choices", 0, "message", "content").text());
    Doc sent = tenant.simulator().received().lastFor(tenant.model("scripted")).json();
    assertEquals(Doc.parse(parts), sent.at("messages", 0, "content"));
  }

  @Test
  void waitsForAJsonAnswerBehindBlankLines() {
    tenant
        .simulator()
        .next(tenant.model("scripted"), Quirks.blankLinesBeforeJson(3, Duration.ofMillis(20)));

    assertEquals("Hello world", content(tenant.postChat("scripted", "x")));
  }

  @Test
  void readsACompressedAnswer() {
    tenant
        .simulator()
        .next(
            tenant.model("scripted"),
            Script.status(200)
                .gzip("application/json", Chunks.whole("zipped", Chunks.usageObject(1, 1))));

    assertEquals("zipped", content(tenant.postChat("scripted", "x")));
  }

  @Test
  void isNotBroughtDownByAnAnswerOfFiftyMegabytes() {
    tenant
        .simulator()
        .on(
            tenant.model("huge"),
            Script.status(200)
                .chunked("application/json")
                .text("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"")
                .fill(50_000_000, "x")
                .text("\"},\"finish_reason\":\"stop\"}],\"usage\":")
                .text(Chunks.usageObject(1, 1) + "}"));

    tenant.postChat("huge", "x").assertError(502, "upstream_invalid_response");
    assertEquals("after it", content(tenant.postChat("echo", "after it")));
  }

  @Test
  void saysWhoAnswered() {
    Reply reply =
        tenant
            .http()
            .post(
                "/v1/chat/completions",
                tenant.chat("echo", "who"),
                "x-request-id",
                "my-own.Request_id-1");

    assertEquals("my-own.Request_id-1", reply.assertOk().header("x-request-id"));
    assertEquals(tenant.name(), reply.header("x-gateway-channel"));
    assertEquals(tenant.model("echo"), reply.header("x-gateway-model"));
    assertEquals("1", reply.header("x-gateway-attempts"));
  }

  @Test
  void makesARequestIdWhenTheClientSendsNone() {
    String first = tenant.postChat("echo", "a").header("x-request-id");
    String second = tenant.postChat("echo", "a").header("x-request-id");

    assertNotNull(first);
    assertNotEquals(first, second);
  }

  @Test
  void leavesOutReasoningWhenThereIsNone() {
    Doc message = tenant.postChat("echo", "x").json().at("choices", 0, "message");

    assertNull(message.at("reasoning_content").value());
    assertEquals("assistant", message.at("role").text());
  }

  /** A structured answer. */
  static class Trip {
    public String city;
    public int days;
  }

  private static ChatCompletionCreateParams.Builder hello(String text) {
    return ChatCompletionCreateParams.builder().model(tenant.model("echo")).addUserMessage(text);
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().get(0).message().content().orElseThrow();
  }

  private static String content(Reply reply) {
    return reply.assertOk().json().at("choices", 0, "message", "content").text();
  }
}
