package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.CannedProvider;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are none. */
class OpenAiFailuresTest {
  private static final String TEXT = "{'choices':[{'index':0,'delta':{'content':'a'}}]}";

  private static ChatException fails(String contentType, String body) {
    return assertThrows(
        ChatException.class, () -> Answers.of(contentType, body.replace('\'', '"')));
  }

  private static ChatException.Retryable retryable(
      Outcome outcome, ErrorCode code, ChatException e) {
    ChatException.Retryable retryable = assertInstanceOf(ChatException.Retryable.class, e);
    assertEquals(outcome, retryable.outcome());
    assertEquals(code, retryable.code());
    return retryable;
  }

  /** Takes all events, and gives back what came instead of the end. */
  private static ChatException after(int events, CannedProvider provider) {
    try (ChatStream stream = Answers.open(provider, true)) {
      for (int i = 0; i < events; i++) {
        stream.next();
      }
      return assertThrows(ChatException.class, stream::next);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "<!DOCTYPE html><html><body>Bad</body></html>",
        "upstream gone",
        "{'choices':[",
        "{'choices':[]}",
        "{}",
        "[]",
        "{'id':'x','choices':null}"
      })
  void callsAnswersInvalidThatAreNotWhatTheProtocolPromises(String body) {
    ChatException e = fails("application/json", body);
    retryable(Outcome.INVALID, ErrorCode.UPSTREAM_INVALID_RESPONSE, e);
    assertFalse(e.getMessage().contains("<"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void findsAnHtmlPageWhateverItsContentType(String contentType) {
    ChatException e = fails(contentType, "  <html><title>secret host</title></html>");
    assertEquals("HTTP 200 with an HTML page", e.getMessage());
  }

  @Test
  void callsAStreamInvalidThatEndsBeforeItsFirstOutput() {
    ChatException e = fails("text/event-stream", "data: {'choices':[{'delta':{}}]}\n\n");
    retryable(Outcome.INVALID, ErrorCode.UPSTREAM_INVALID_RESPONSE, e);
  }

  @Test
  void callsAStreamInvalidThatIsDoneWithoutAnyOutput() {
    ChatException e =
        fails("text/event-stream", "data: {'choices':[{'delta':{}}]}\n\ndata: [DONE]\n\n");
    retryable(Outcome.INVALID, ErrorCode.UPSTREAM_INVALID_RESPONSE, e);
  }

  @Test
  void givesTheOutputBeforeItSaysThatTheStreamWasCut() {
    byte[] body = Answers.sse(TEXT).getBytes(StandardCharsets.UTF_8);
    try (CannedProvider provider = CannedProvider.of("200 OK", body)) {
      retryable(Outcome.CUT, ErrorCode.UPSTREAM_ERROR, after(2, provider));
    }
  }

  @Test
  void callsAStreamCutWhoseConnectionBreaks() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + Answers.sse(TEXT));
              exchange.socket().close();
            })) {
      retryable(Outcome.CUT, ErrorCode.UPSTREAM_ERROR, after(2, provider));
    }
  }

  @Test
  void callsAJsonAnswerInvalidWhoseConnectionBreaks() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"choices\":[");
              exchange.socket().close();
            })) {
      retryable(Outcome.INVALID, ErrorCode.UPSTREAM_INVALID_RESPONSE, after(0, provider));
    }
  }

  @Test
  void saysThatTheConnectionBrokeWhenNoAnswerBegan() {
    try (CannedProvider provider = new CannedProvider(exchange -> exchange.socket().close())) {
      retryable(Outcome.CONNECT, ErrorCode.UPSTREAM_ERROR, after0(provider));
    }
  }

  @Test
  void callsAnAnswerInvalidThatIsNotHttp() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write("SSH-2.0-OpenSSH_9.6\r\n\r\n");
              exchange.socket().close();
            })) {
      ChatException.Retryable e = (ChatException.Retryable) after0(provider);
      assertTrue(e.outcome() == Outcome.INVALID || e.outcome() == Outcome.CONNECT);
    }
  }

  private static ChatException after0(CannedProvider provider) {
    return assertThrows(ChatException.class, () -> Answers.open(provider, true));
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ChatException e =
        assertThrows(ChatException.class, () -> call("http://127.0.0.1:" + port + "/v1"));
    retryable(Outcome.CONNECT, ErrorCode.UPSTREAM_ERROR, e);
    assertFalse(e.getMessage().contains("127.0.0.1"));
  }

  @Test
  void saysThatAnAddressIsUnknown() {
    ChatException e =
        assertThrows(ChatException.class, () -> call("http://no_such_host.invalid/v1"));
    retryable(Outcome.CONNECT, ErrorCode.UPSTREAM_ERROR, e);
    assertFalse(e.getMessage().contains("no_such_host"));
  }

  private static void call(String uri) {
    new OpenAiWire(Answers.CLIENT, Answers.AUTHENTICATORS)
        .chat(
            Answers.card(Map.of()),
            new io.llmgateway.chat.Endpoint(
                "channel", URI.create(uri), null, Answers.TIMEOUTS, Map.of()))
        .chat(Answers.request(true), new io.llmgateway.chat.Cancellation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "network_error", "abort"})
  void failsOnAFinishReasonThatIsAnError(String reason) {
    byte[] body =
        (Answers.sse(TEXT, "{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}")
                + "data: [DONE]\n\n")
            .getBytes(StandardCharsets.UTF_8);
    try (CannedProvider provider = CannedProvider.of("200 OK", body)) {
      retryable(Outcome.SERVER, ErrorCode.UPSTREAM_ERROR, after(2, provider));
    }
  }

  @Test
  void failsOverWhenTheProviderRunsOutOfResourcesBeforeAnyOutput() {
    ChatException e =
        fails(
            "text/event-stream",
            "data: {'choices':[{'delta':{},'finish_reason':'insufficient_system_resource'}]}\n\n");
    retryable(Outcome.OVERLOAD, ErrorCode.UPSTREAM_ERROR, e);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {'error':{'message':'Overloaded','type':'overloaded_error'}}\n\n",
        "event: error\ndata: {'message':'Overloaded','code':'overloaded_error'}\n\n",
        "data: {'choices':[{'index':0,'error':{'code':503,'message':'Overloaded'},"
            + "'finish_reason':'error'}]}\n\n",
        "error: {'message':'Overloaded','type':'unavailable_error'}\n\n",
        "{'error':{'message':'Overloaded','type':'overloaded_error'}}\n",
        "data: [{'error':{'code':503,'message':'Overloaded','status':'UNAVAILABLE'}}]\n\n",
        "data: {'code':10008,'message':'Overloaded','sid':'s'}\n\n",
        "data: {'header':{'code':10008,'message':'Overloaded'}}\n\n",
      })
  void findsErrorsInTheMiddleOfAStream(String event) {
    byte[] body =
        (Answers.sse(TEXT) + event.replace('\'', '"') + "data: [DONE]\n\n")
            .getBytes(StandardCharsets.UTF_8);
    try (CannedProvider provider = CannedProvider.of("200 OK", body)) {
      ChatException e = retryable(Outcome.OVERLOAD, ErrorCode.UPSTREAM_ERROR, after(2, provider));
      assertEquals("Overloaded", e.getMessage());
    }
  }

  @Test
  void callsAnEventInvalidThatIsBrokenJson() {
    byte[] body = (Answers.sse(TEXT) + "data: {\"choices\":[\n\n").getBytes(StandardCharsets.UTF_8);
    try (CannedProvider provider = CannedProvider.of("200 OK", body)) {
      retryable(Outcome.INVALID, ErrorCode.UPSTREAM_INVALID_RESPONSE, after(2, provider));
    }
  }

  @Test
  void doesNotFollowRedirects() {
    try (CannedProvider other = new CannedProvider(exchange -> exchange.write("never"));
        CannedProvider provider =
            CannedProvider.of("302 Found\r\nLocation: " + other.uri(), new byte[0])) {
      retryable(Outcome.INVALID, ErrorCode.UPSTREAM_INVALID_RESPONSE, after0(provider));
      assertEquals(0, other.connections());
    }
  }

  @Test
  void asksOnlyOnce() {
    try (CannedProvider provider = CannedProvider.of("503 Busy\r\nRetry-After: 0", new byte[0])) {
      retryable(Outcome.OVERLOAD, ErrorCode.UPSTREAM_ERROR, after0(provider));
      assertEquals(1, provider.requests.size());
    }
  }

  @Test
  void neverShowsTheKeyOrTheAddress() {
    String body =
        "{\"error\":{\"message\":\"Key "
            + Answers.KEY
            + " is wrong at http://127.0.0.1:80/v1, see https://vendor.example.com/keys or ask"
            + " 127.0.0.1; sk-live-abcdefghijkl too\",\"type\":\"invalid_request_error\"}}";
    try (CannedProvider provider =
        CannedProvider.of("400 Bad", body.getBytes(StandardCharsets.UTF_8))) {
      String message = after0(provider).getMessage();
      assertEquals(
          "Key *** is wrong at [address] see [address] or ask [address]; *** too",
          message.replace("[address],", "[address]"));
    }
  }

  @Test
  void givesNoMoreEventsAfterAFailure() {
    byte[] body = Answers.sse(TEXT).getBytes(StandardCharsets.UTF_8);
    try (CannedProvider provider = CannedProvider.of("200 OK", body);
        ChatStream stream = Answers.open(provider, true)) {
      assertInstanceOf(ChatEvent.Started.class, stream.next());
      stream.next();
      assertThrows(ChatException.class, stream::next);
      assertThrows(ChatException.class, stream::next);
    }
  }
}
