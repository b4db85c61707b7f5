package io.llmgateway.model.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCalibrationTest {
  private static final int CALLS = 100;

  /** A text as it was recorded, by its characters and by two encodings' own counts of tokens. */
  private record Recorded(String kind, ScriptCounts counts, long[] tokens) {}

  @ParameterizedTest
  @CsvSource({
    "chinese, 0",
    "english, 0",
    "code, 0",
    "chinese, 1",
    "english, 1",
    "code, 1",
  })
  void isLessThanATenthOffAfterAHundredCalls(String kind, int encoding) throws IOException {
    for (int seed = 0; seed < 5; seed++) {
      List<Recorded> texts = recorded(seed);
      TokenCalibration calibration = new TokenCalibration();
      texts.subList(0, CALLS).forEach(t -> calibration.learn(t.counts(), t.tokens()[encoding]));

      double error = medianError(calibration, texts.subList(CALLS, texts.size()), kind, encoding);

      assertTrue(error < 0.10, kind + " is off by " + error + " (seed " + seed + ")");
    }
  }

  @Test
  void learnsOfAModelThatCountsTwiceAsMany() throws IOException {
    List<Recorded> texts = recorded(1);
    TokenCalibration calibration = new TokenCalibration();
    for (Recorded text : texts.subList(0, CALLS)) {
      calibration.learn(text.counts(), 2 * text.tokens()[0]);
    }

    List<Recorded> later = texts.subList(CALLS, texts.size());
    double[] off =
        later.stream()
            .mapToDouble(t -> off(calibration.tokens(t.counts()), 2 * t.tokens()[0]))
            .sorted()
            .toArray();

    assertTrue(off[off.length / 2] < 0.10, "off by " + off[off.length / 2]);
  }

  @Test
  void absurdCountsDoNotSpoilWhatWasLearned() throws IOException {
    List<Recorded> texts = recorded(2);
    TokenCalibration calibration = new TokenCalibration();
    texts.subList(0, CALLS).forEach(t -> calibration.learn(t.counts(), t.tokens()[0]));
    ScriptCounts counts = texts.get(CALLS).counts();
    long before = calibration.tokens(counts);

    calibration.learn(counts, 1_000_000);
    calibration.learn(counts, 1);
    calibration.learn(counts, 0);
    calibration.learn(counts, -5);

    assertEquals(before, calibration.tokens(counts));
    assertEquals(CALLS + 2, calibration.learned());
  }

  @Test
  void theErrorIsThatOfTheEstimateBeforeTheCall() {
    TokenCalibration calibration = new TokenCalibration();
    assertTrue(calibration.medianError().isEmpty());
    ScriptCounts counts = ScriptCounts.of("one two three four five six seven");
    long estimate = calibration.tokens(counts);

    calibration.learn(counts, 2 * estimate);

    assertEquals(0.5, calibration.medianError().orElseThrow(), 0.03);
  }

  private static double medianError(
      TokenCalibration calibration, List<Recorded> texts, String kind, int encoding) {
    double[] errors =
        texts.stream()
            .filter(text -> text.kind().equals(kind))
            .mapToDouble(t -> off(calibration.tokens(t.counts()), t.tokens()[encoding]))
            .sorted()
            .toArray();
    return errors[errors.length / 2];
  }

  private static double off(long estimate, long tokens) {
    return Math.abs(estimate - tokens) / (double) tokens;
  }

  private static List<Recorded> recorded(int seed) throws IOException {
    List<Recorded> texts = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                TokenCalibrationTest.class.getResourceAsStream("/model/recorded-tokens.tsv"),
                StandardCharsets.UTF_8))) {
      in.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(
              row ->
                  texts.add(
                      new Recorded(
                          row[0],
                          ScriptCounts.recorded(numbers(row[1])),
                          numbers(row[2] + "," + row[3]))));
    }
    Collections.shuffle(texts, new Random(seed));
    return texts;
  }

  private static long[] numbers(String text) {
    return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }
}
