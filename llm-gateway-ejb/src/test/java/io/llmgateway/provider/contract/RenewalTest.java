package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.wenxin.WenxinWire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that the provider has withdrawn (Baidu: 110 invalid, 111 expired, with status 200). */
class RenewalTest {
  private static final String OK =
      "data: {\"result\":\"Hello\",\"is_end\":true,\"usage\":{\"prompt_tokens\":1,"
          + "\"completion_tokens\":1}}\n\n";

  private final AtomicInteger fetched = new AtomicInteger();
  private final List<String> used = new ArrayList<>();

  private CannedProvider provider(int code, int refusals) {
    return new CannedProvider(
        exchange -> {
          String line = exchange.head().substring(0, exchange.head().indexOf("\r\n"));
          String type = "application/json";
          String body;
          if (line.contains("/oauth")) {
            body = "{\"access_token\":\"t" + fetched.incrementAndGet() + "\",\"expires_in\":999}";
          } else {
            used.add(line.replaceAll(".*access_token=(\\w+).*", "$1"));
            boolean refused = used.size() <= refusals;
            type = refused ? type : "text/event-stream";
            body = refused ? "{\"error_code\":" + code + ",\"error_msg\":\"token\"}" : OK;
          }
          exchange.write(
              "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n" + body);
          exchange.socket().close();
        });
  }

  private static String text(CannedProvider provider) {
    Map<String, String> options =
        Map.of("auth", "baidu-oauth", "token-url", provider.uri() + "/oauth");
    WenxinWire wire =
        new WenxinWire(Spoken.CLIENT, new Authenticators(Spoken.CLIENT, Clock.systemUTC()));
    ProviderCard card =
        new ProviderCard("some", "Some", "wenxin", null, null, false, options, List.of());
    Endpoint endpoint =
        new Endpoint("c", provider.uri(), "ak:sk-secret", Timeouts.DEFAULT, Map.of());
    List<ChatEvent> events = new ArrayList<>();
    try (ChatStream stream =
        wire.chat(card, endpoint).chat(Requests.chat(true), new Cancellation())) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
    }
    return Spoken.text(events);
  }

  @ParameterizedTest
  @ValueSource(ints = {110, 111})
  void fetchesAnotherTokenOnceAndSendsAgain(int code) {
    try (CannedProvider provider = provider(code, 1)) {
      assertEquals("Hello", text(provider));
    }
    assertEquals(List.of("t1", "t2"), used);
  }

  @ParameterizedTest
  @ValueSource(ints = {110, 111})
  void givesUpWhenTheSecondTokenIsRefusedToo(int code) {
    try (CannedProvider provider = provider(code, 2)) {
      ChatException.Retryable refused =
          assertThrows(ChatException.Retryable.class, () -> text(provider));
      assertEquals(Outcome.AUTH, refused.outcome());
    }
    assertEquals(List.of("t1", "t2"), used);
  }
}
