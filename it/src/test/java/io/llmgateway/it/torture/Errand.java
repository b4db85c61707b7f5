package io.llmgateway.it.torture;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/**
 * One request of a client. All that the provider needs to know is in its text: number, kind and
 * pause come first, and then some words more.
 *
 * @param id the client's request id
 * @param pause how long the provider takes
 */
record Errand(String id, Kind kind, Duration pause, String text) {
  private static final BigDecimal MILLION = new BigDecimal(1_000_000);

  /** How it is to go, if nothing happens. */
  enum Kind {
    /** A JSON answer. */
    WHOLE,
    /** A stream to its end. */
    STREAM,
    /** A stream that the provider breaks off. */
    CUT,
    /** A stream that the client leaves. */
    LEFT;

    boolean streamed() {
      return this != WHOLE;
    }
  }

  /** Half of them fast; one in ten takes so long that it leaves a durable hold. */
  static Errand random(String id, Random random) {
    int dice = random.nextInt(100);
    Kind kind = dice < 45 ? Kind.WHOLE : dice < 90 ? Kind.STREAM : dice < 95 ? Kind.CUT : Kind.LEFT;
    int pace = random.nextInt(10);
    long millis = pace < 5 ? 0 : pace < 9 ? random.nextInt(400) : 1_500 + random.nextInt(2_000);
    String words = " word".repeat(1 + random.nextInt(20));
    String text = id + " " + kind.name().toLowerCase(Locale.ROOT) + " " + millis + words;
    return new Errand(id, kind, Duration.ofMillis(millis), text);
  }

  /** The errand behind a text that the provider got. */
  static Errand of(String text) {
    String[] words = text.split(" ");
    return new Errand(
        words[0],
        Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
        Duration.ofMillis(Long.parseLong(words[2])),
        text);
  }

  /** Tokens, as the provider counts them: of the question, and of an answer that repeats it. */
  int words() {
    return text.split(" ").length;
  }

  /** What the question and the whole answer cost together. */
  BigDecimal charge() {
    return charge(words(), words());
  }

  /** At the tenant's prices: 1 USD per million tokens of input and 2 of output. */
  static BigDecimal charge(long inputTokens, long outputTokens) {
    return new BigDecimal(inputTokens + 2 * outputTokens).divide(MILLION);
  }
}
