package io.llmgateway.bench;

import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The provider of the benchmark, a process of its own. Three models: {@code bench-json} answers 1
 * KB at once, {@code bench-first} a short stream at once, {@code bench-stream-<chunks>-<ms>} a
 * paced stream. Each text begins with the time at which it was sent, in nanoseconds.
 */
final class Upstream {
  /** Usage that every answer reports. */
  static final int PROMPT_TOKENS = 250;

  static final int COMPLETION_TOKENS = 150;

  private static final int FIRST_CHUNKS = 5;
  private static final String STREAM = "\"bench-stream-";
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
          .formatted(PROMPT_TOKENS, COMPLETION_TOKENS, PROMPT_TOKENS + COMPLETION_TOKENS);
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]%s}\n\n";
  private static final Script JSON = Script.json(json());
  private static final Script FIRST = stream(FIRST_CHUNKS, Duration.ZERO);

  private Upstream() {}

  /** Prints the port, then serves until the process is killed. */
  public static void main(String[] args) throws InterruptedException {
    Simulator simulator = Simulator.start();
    simulator.remember(false);
    simulator.otherwise(Upstream::answer);
    System.out.println(simulator.port());
    Thread.currentThread().join();
  }

  private static Script answer(Exchange request) {
    String body = request.body();
    int paced = body.indexOf(STREAM);
    if (paced >= 0) {
      int from = paced + STREAM.length();
      String[] pace = body.substring(from, body.indexOf('"', from)).split("-");
      return stream(Integer.parseInt(pace[0]), Duration.ofMillis(Long.parseLong(pace[1])));
    }
    return body.contains("\"bench-first\"") ? FIRST : JSON;
  }

  private static String json() {
    String text = "The quick brown fox jumps over the lazy dog. ".repeat(15);
    return "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,"
        + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + "\"content\":\""
        + text
        + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
        + USAGE
        + ",\"system_fingerprint\":\"fp_bench\"}";
  }

  private static Script stream(int chunks, Duration pause) {
    Script script = Script.sse();
    script.text(CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"\"}", "null", ""));
    for (int i = 0; i < chunks; i++) {
      if (!pause.isZero()) {
        script.pause(pause);
      }
      script.step(outlet -> outlet.write(timedChunk()));
    }
    script.text(CHUNK.formatted("{}", "\"stop\"", ""));
    String usage = CHUNK.replaceFirst("\\[\\{.*}]", "[]").formatted("," + USAGE);
    return script.text(usage).done();
  }

  private static byte[] timedChunk() {
    String delta = "{\"content\":\"" + System.nanoTime() + " words\"}";
    String event = CHUNK.formatted(delta, "null", "");
    String framed = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    return framed.getBytes(StandardCharsets.ISO_8859_1);
  }
}
