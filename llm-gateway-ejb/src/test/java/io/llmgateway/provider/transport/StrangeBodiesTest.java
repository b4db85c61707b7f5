package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are not what their heads say, and answers that nobody asked for. */
@Timeout(20)
class StrangeBodiesTest {
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15));

  private final UpstreamClient client = new UpstreamClient();

  @AfterEach
  void close() {
    client.close();
  }

  private UpstreamExchange post(CannedProvider provider) {
    return client.post(
        new UpstreamRequest(provider.uri(), Map.of(), new byte[] {'{', '}'}, true, TIMEOUTS),
        new Cancellation());
  }

  private String answer(CannedProvider provider) {
    UpstreamExchange exchange = post(provider);
    String body = new AnswerReader(exchange.body()).restAsText(1024 * 1024);
    exchange.close(true);
    return body;
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void takesNoAnswerThatWasThereBeforeItsRequest() {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    try (CannedProvider provider =
        new CannedProvider(exchange -> exchange.write(answer + "first" + answer + "other"))) {
      assertEquals("first", answer(provider));
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
      assertEquals("first", answer(provider));
    }
  }

  @Test
  void decodesGzipThatWasNotAskedFor() throws Exception {
    byte[] packed = gzip("packed".getBytes(StandardCharsets.UTF_8));
    try (CannedProvider provider = CannedProvider.of("200 OK\r\nContent-Encoding: gzip", packed)) {
      assertEquals("packed", answer(provider));
    }
  }

  @Test
  void boundsWhatABombUnpacksTo() throws Exception {
    byte[] packed = gzip(new byte[8 * 1024 * 1024]);
    try (CannedProvider provider = CannedProvider.of("200 OK\r\nContent-Encoding: gzip", packed)) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
    }
  }

  @Test
  void refusesGzipThatIsNone() {
    try (CannedProvider provider =
        CannedProvider.of(
            "200 OK\r\nContent-Encoding: gzip", "plain".getBytes(StandardCharsets.UTF_8))) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
    }
  }

  @Test
  void refusesAnEncodingThatItDoesNotKnow() {
    try (CannedProvider provider =
        CannedProvider.of("200 OK\r\nContent-Encoding: br", new byte[] {1, 2, 3})) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
    }
  }

  @Test
  void callsGzipInvalidThatEndsBeforeItBegan() {
    try (CannedProvider provider =
        CannedProvider.of("200 OK\r\nContent-Encoding: gzip", new byte[] {0x1f})) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
    }
  }

  @Test
  void callsGzipInvalidThatIsCutOff() throws Exception {
    byte[] whole = gzip("{\"choices\":[]}".repeat(100).getBytes(StandardCharsets.UTF_8));
    try (CannedProvider provider =
        CannedProvider.of(
            "200 OK\r\nContent-Encoding: gzip", Arrays.copyOf(whole, whole.length / 2))) {
      ChatException.Retryable e =
          assertThrows(ChatException.Retryable.class, () -> answer(provider));
      assertEquals(Outcome.INVALID, e.outcome());
    }
  }

  /** A refusal is told by its status, whatever has become of its body. */
  @Test
  void keepsTheStatusOfARefusalWhoseBodyCanNotBeRead() throws Exception {
    String[] heads = {
      "429 Slow\r\nContent-Encoding: gzip",
      "429 Slow\r\nContent-Encoding: br",
      "429 Slow\r\nContent-Length: 500",
      "429 Slow\r\nTransfer-Encoding: chunked"
    };
    for (String head : heads) {
      try (CannedProvider provider =
          CannedProvider.of(head, "{\"err".getBytes(StandardCharsets.UTF_8))) {
        assertEquals(Outcome.RATE, refusal(provider), head);
      }
    }
  }

  @Test
  void doesNotWaitForTheBodyOfARefusalThatFallsQuiet() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write("HTTP/1.1 503 Busy\r\nContent-Length: 500\r\n\r\n{");
              exchange.awaitClose();
            })) {
      assertEquals(Outcome.OVERLOAD, refusal(provider));
    }
  }

  private Outcome refusal(CannedProvider provider) {
    UpstreamExchange exchange = post(provider);
    byte[] words = exchange.refusal(1024);
    exchange.close();
    return OutcomeClassifier.refusal(exchange.status(), exchange::header, words).outcome();
  }
}
