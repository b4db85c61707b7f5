package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final int LIMIT = 100_000;

  @Test
  void readsABodyOfKnownAndOfUnknownLength() {
    byte[] body = json(50_000);
    assertEquals(1, RequestBody.of(request(body, body.length, Map.of()), LIMIT).read().size());
    assertEquals(1, RequestBody.of(request(body, -1, Map.of()), LIMIT).read().size());
  }

  @Test
  void takesABodyOfExactlyTheLimitAndNotOneByteMore() {
    RequestBody.of(request(json(LIMIT), LIMIT, Map.of()), LIMIT).read();
    RequestBody.of(request(json(LIMIT), -1, Map.of()), LIMIT).read();
    assertEquals(ErrorCode.BODY_TOO_LARGE, refusal(request(json(LIMIT + 1), LIMIT + 1, Map.of())));
    assertEquals(ErrorCode.BODY_TOO_LARGE, refusal(request(json(LIMIT + 1), -1, Map.of())));
  }

  @Test
  void readsAndThrowsAwayTheRestOfAnOversizedBodySoThatTheClientSeesTheAnswer() throws IOException {
    HttpServletRequest request = request(json(10 * LIMIT), -1, Map.of());
    refusal(request);
    assertEquals(-1, request.getInputStream().read());
  }

  @Test
  void doesNotWaitForABodyThatTheClientHoldsBack() throws IOException {
    HttpServletRequest request =
        request(json(10 * LIMIT), 10 * LIMIT, Map.of("expect", "100-continue"));
    refusal(request);
    assertEquals('{', request.getInputStream().read());
  }

  @Test
  void inflatesGzipWithinTheSameLimit() throws IOException {
    byte[] small = gzip(json(50_000));
    byte[] bomb = gzip(json(50 * LIMIT));
    Map<String, String> gzip = Map.of("content-encoding", "gzip");
    assertEquals(1, RequestBody.of(request(small, small.length, gzip), LIMIT).read().size());
    assertEquals(ErrorCode.BODY_TOO_LARGE, refusal(request(bomb, bomb.length, gzip)));
  }

  @Test
  void takesGzipThatTheServerHasInflatedAlready() {
    Map<String, String> gzip = Map.of("content-encoding", "gzip");
    assertEquals(1, RequestBody.of(request(json(500), 80, gzip), LIMIT).read().size());
  }

  @Test
  void refusesGzipThatIsCutOff() throws IOException {
    byte[] whole = gzip(json(500));
    byte[] cut = Arrays.copyOf(whole, whole.length - 12);
    assertEquals(
        ErrorCode.INVALID_JSON,
        refusal(request(cut, cut.length, Map.of("content-encoding", "gzip"))));
  }

  @Test
  void refusesOtherEncodings() {
    assertEquals(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        refusal(request(json(10), 10, Map.of("content-encoding", "br"))));
  }

  private static ErrorCode refusal(HttpServletRequest request) {
    return assertThrows(ChatException.Final.class, () -> RequestBody.of(request, LIMIT).read())
        .code();
  }

  /** A document of exactly so many bytes. */
  private static byte[] json(int length) {
    return ("{\"a\":\"" + "x".repeat(length - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static HttpServletRequest request(byte[] body, long length, Map<String, String> headers) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(body);
    ServletInputStream in =
        new ServletInputStream() {
          @Override
          public int read() {
            return bytes.read();
          }

          @Override
          public int read(byte[] target, int offset, int count) {
            return bytes.read(target, offset, count);
          }

          @Override
          public boolean isFinished() {
            return bytes.available() == 0;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
          }
        };
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RequestBodyTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getContentType" -> "application/json";
                  case "getContentLengthLong" -> length;
                  case "getHeader" -> headers.get(arguments[0]);
                  case "getInputStream" -> in;
                  case "getAttribute" -> null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
