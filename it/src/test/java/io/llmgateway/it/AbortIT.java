package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.llmgateway.it.client.RawCall;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A client that goes away cancels the provider's call within a second; the test allows as much
 * again for a machine that has other things to do.
 */
class AbortIT {
  private static final Duration ARRIVES = Duration.ofSeconds(10);
  private static final Duration CANCELLED = Duration.ofSeconds(2);

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("abort")
            .models("json", "json-reset", "headless", "silent", "quiet", "busy", "sdk")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void cancelsACallWhoseJsonAnswerIsAwaited() throws IOException {
    assertCancelled("json", "", Script.raw().stall(), false);
  }

  /**
   * A reset leaves no trace of the connection; the call before it makes the client known. To be
   * sure takes the gateway a second.
   */
  @Test
  void cancelsWhenTheClientsConnectionIsReset() throws IOException {
    assertCancelled("json-reset", "", Script.raw().stall(), false);
    tenant.simulator().received().clear();
    assertCancelled("json-reset", "", Script.raw().stall(), true);
  }

  @Test
  void cancelsAStreamOfWhichNotEvenTheHeadHasCome() throws IOException {
    assertCancelled("headless", ",\"stream\":true", Script.raw().stall(), false);
  }

  @Test
  void cancelsAStreamBeforeItsFirstToken() throws IOException {
    Script silent = Script.sse().endless(": keep-alive\n\n", Duration.ofMillis(50));
    assertCancelled("silent", ",\"stream\":true", silent, false);
  }

  @Test
  void cancelsAStreamThatHasFallenQuiet() throws IOException {
    Script quiet = Script.sse().events(Chunks.role(), Chunks.text("one ")).stall();
    assertCancelled("quiet", ",\"stream\":true", quiet, false);
  }

  @Test
  void cancelsAStreamInFullFlow() throws IOException {
    Script busy =
        Script.sse()
            .event(Chunks.role())
            .endless("data: " + Chunks.text("word ") + "\n\n", Duration.ofMillis(20));
    assertCancelled("busy", ",\"stream\":true", busy, false);
  }

  @Test
  void cancelsWhenTheSdkClosesItsStream() {
    tenant
        .simulator()
        .next(
            tenant.model("sdk"),
            Script.sse()
                .event(Chunks.role())
                .endless("data: " + Chunks.text("word ") + "\n\n", Duration.ofMillis(20)));
    OpenAIClient client = tenant.openai();
    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(
                ChatCompletionCreateParams.builder()
                    .model(tenant.model("sdk"))
                    .addUserMessage("talk")
                    .build())) {
      assertTrue(stream.stream().limit(3).count() == 3);
    }

    assertEquals(
        Exchange.End.PEER_CLOSED,
        tenant.simulator().received().lastFor(tenant.model("sdk")).awaitEnd(CANCELLED));
    client.close();
  }

  private static void assertCancelled(String model, String more, Script script, boolean reset)
      throws IOException {
    tenant.simulator().next(tenant.model(model), script);
    RawCall call = new RawCall(tenant.baseUrl());
    byte[] body = tenant.chat(model, "x", more).getBytes(StandardCharsets.UTF_8);
    call.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
            + tenant.secret()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n");
    call.send(body);
    Exchange upstream = tenant.simulator().received().awaitModel(tenant.model(model), ARRIVES);

    if (reset) {
      call.reset();
    } else {
      call.close();
    }

    Duration limit = reset ? CANCELLED.multipliedBy(2) : CANCELLED;
    assertEquals(Exchange.End.PEER_CLOSED, upstream.awaitEnd(limit));
  }
}
