package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that have begun and stand still, with a total deadline that nobody waits for. */
@Timeout(60)
class QuietAnswersTest {
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(200),
          Duration.ofMinutes(10));

  private final UpstreamClient client = new UpstreamClient();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aJsonDocumentThatStandsStillIsGivenUpAfterThePause() {
    assertGivenUp(false, "\n\n {\"choices\":", null);
  }

  @Test
  void commentsAloneKeepAStreamAliveForAWhileOnly() {
    assertGivenUp(true, "data: {}\n\n", ": still here\n\n");
  }

  private void assertGivenUp(boolean stream, String begin, String then) {
    CannedProvider.Script script =
        exchange -> {
          exchange.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + begin);
          while (then != null) {
            Thread.sleep(20);
            exchange.write(then);
          }
          exchange.awaitClose();
        };
    UpstreamRequest request;
    try (CannedProvider provider = new CannedProvider(script)) {
      request =
          new UpstreamRequest(provider.uri(), Map.of(), new byte[] {'{', '}'}, stream, TIMEOUTS);
      UpstreamExchange exchange = client.post(request, new Cancellation());
      exchange.begun();

      ChatException.Retryable end =
          assertThrows(
              ChatException.Retryable.class,
              () -> {
                while (exchange.body().read(new byte[64], 0, 64) >= 0) {
                  // goes on until it is given up
                }
              });
      assertEquals(Outcome.TIMEOUT, end.outcome());
      assertTrue(
          end.getMessage().contains(then == null ? "no sign of life" : "no output for 1000 ms"),
          end.getMessage());
      exchange.close();
    }
  }
}
