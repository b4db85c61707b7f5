package io.llmgateway.bench;

import java.nio.charset.StandardCharsets;

/**
 * The requests of the benchmark, ready to be written: 1 KB of JSON each, the same for all targets.
 */
final class Requests {
  /** The API key of the gateways; the other targets ignore it. */
  static final String API_KEY = "sk-bench-0123456789abcdefghijklmnopqrstuv";

  private static final String PROMPT =
      "Explain to an operator how a gateway holds money before a call, and settles it after. "
          .repeat(10);

  private Requests() {}

  static byte[] json() {
    return chat("bench-json", false);
  }

  static byte[] first() {
    return chat("bench-first", true);
  }

  static byte[] stream(int chunks, int pauseMillis) {
    return chat(streamModel(chunks, pauseMillis), true);
  }

  static String streamModel(int chunks, int pauseMillis) {
    return "bench-stream-" + chunks + "-" + pauseMillis;
  }

  private static final String HEADERS =
      "Host: localhost\r\nAuthorization: Bearer " + API_KEY + "\r\n";

  private static byte[] chat(String model, boolean stream) {
    String body =
        "{\"model\":\""
            + model
            + "\",\"stream\":"
            + stream
            + ",\"max_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\""
            + PROMPT
            + "\"}]}";
    return bytes(
        "POST /v1/chat/completions HTTP/1.1\r\n"
            + HEADERS
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
