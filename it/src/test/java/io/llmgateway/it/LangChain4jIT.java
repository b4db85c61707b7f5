package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Script;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway behind LangChain4j. */
@Timeout(60)
class LangChain4jIT {
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("lc4j").models("echo", "scripted").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void answersAChatAndCountsItsTokens() {
    ChatResponse answer = chat(tenant.secret(), "echo").chat(request("hello 世界").build());

    assertEquals("hello 世界", answer.aiMessage().text());
    assertEquals(FinishReason.STOP, answer.metadata().finishReason());
    assertEquals(4, answer.metadata().tokenUsage().totalTokenCount());
  }

  @Test
  void streamsAChat() throws Exception {
    List<String> parts = Collections.synchronizedList(new ArrayList<>());

    ChatResponse answer = stream("echo", request("eins zwei drei").build(), parts);

    assertEquals(List.of("eins ", "zwei ", "drei"), parts);
    assertEquals("eins zwei drei", answer.aiMessage().text());
    assertEquals(3, answer.metadata().tokenUsage().outputTokenCount());
  }

  @Test
  void callsToolsInParallelStreamedOrNot() throws Exception {
    ChatRequest request =
        request("weather and time")
            .toolSpecifications(
                ToolSpecification.builder()
                    .name("weather")
                    .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
                    .build(),
                ToolSpecification.builder().name("time").build())
            .build();

    ChatResponse whole = chat(tenant.secret(), "echo").chat(request);
    ChatResponse streamed = stream("echo", request, new ArrayList<>());

    for (ChatResponse answer : List.of(whole, streamed)) {
      List<ToolExecutionRequest> calls = answer.aiMessage().toolExecutionRequests();
      assertEquals(2, calls.size());
      assertEquals("weather", calls.get(0).name());
      assertEquals("{\"city\":\"city\"}", calls.get(0).arguments());
      assertEquals("time", calls.get(1).name());
      assertEquals("call_sim_1", calls.get(1).id());
      assertEquals(FinishReason.TOOL_EXECUTION, answer.metadata().finishReason());
    }
  }

  @Test
  void fillsTheSchemaOfAStructuredAnswer() {
    JsonObjectSchema trip =
        JsonObjectSchema.builder()
            .addStringProperty("city")
            .addIntegerProperty("days")
            .required("city", "days")
            .build();

    ChatResponse answer =
        chat(tenant.secret(), "echo")
            .chat(
                request("a trip")
                    .responseFormat(
                        ResponseFormat.builder()
                            .type(ResponseFormatType.JSON)
                            .jsonSchema(JsonSchema.builder().name("trip").rootElement(trip).build())
                            .build())
                    .build());

    assertEquals("{\"city\":\"city\",\"days\":7}", answer.aiMessage().text());
  }

  @Test
  void embedsSeveralTexts() {
    List<Embedding> vectors =
        OpenAiEmbeddingModel.builder()
            .baseUrl(tenant.baseUrl().resolve("/v1").toString())
            .apiKey(tenant.secret())
            .modelName(tenant.model("echo"))
            .build()
            .embedAll(List.of(TextSegment.from("one"), TextSegment.from("two")))
            .content();

    assertEquals(2, vectors.size());
    assertEquals(Answers.vector("two", 8)[0], vectors.get(1).vector()[0]);
  }

  @Test
  void raisesItsOwnExceptions() {
    assertThrows(
        AuthenticationException.class,
        () -> chat("sk-nobody-knows-this-one", "echo").chat(request("x").build()));
    assertThrows(
        ModelNotFoundException.class,
        () -> chat(tenant.secret(), "nowhere").chat(request("x").build()));
  }

  /** LangChain4j passes over error events; the missing finish reason tells it nevertheless. */
  @Test
  void seesNoFinishReasonInABrokenStream() throws Exception {
    tenant
        .simulator()
        .next(
            tenant.model("scripted"),
            Script.sse().events(Chunks.role(), Chunks.text("Hello ")).cut());

    ChatResponse answer = stream("scripted", request("x").build(), new ArrayList<>());

    assertEquals("Hello ", answer.aiMessage().text());
    assertNull(answer.metadata().finishReason());
  }

  private static OpenAiChatModel chat(String secret, String model) {
    return OpenAiChatModel.builder()
        .baseUrl(tenant.baseUrl().resolve("/v1").toString())
        .apiKey(secret)
        .modelName(tenant.model(model))
        .maxRetries(0)
        .build();
  }

  private static ChatRequest.Builder request(String text) {
    return ChatRequest.builder().messages(UserMessage.from(text));
  }

  private static ChatResponse stream(String model, ChatRequest request, List<String> parts)
      throws Exception {
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(tenant.baseUrl().resolve("/v1").toString())
        .apiKey(tenant.secret())
        .modelName(tenant.model(model))
        .build()
        .chat(
            request,
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(String part) {
                parts.add(part);
              }

              @Override
              public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
              }

              @Override
              public void onError(Throwable error) {
                whole.completeExceptionally(error);
              }
            });
    return whole.get(30, TimeUnit.SECONDS);
  }
}
