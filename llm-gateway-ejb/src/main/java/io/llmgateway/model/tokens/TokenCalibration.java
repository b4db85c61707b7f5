package io.llmgateway.model.tokens;

import io.llmgateway.model.tokens.ScriptCounts.Kind;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One model's tokens for each kind of character: known ratios at first, then learned by recursive
 * least squares of the relative error (a Kalman filter of slowly changing ratios). Safe for use by
 * many threads; an estimate takes no lock.
 */
public final class TokenCalibration {
  private static final Kind[] KINDS = Kind.values();

  /** So far from the known ratio, as a part of it, a model's ratio usually is. */
  private static final double DOUBT = 0.5;

  /** The part of a text's tokens that no ratio explains, squared. */
  private static final double NOISE = 0.06 * 0.06;

  /** How much of the doubt comes back with each call: providers change templates. */
  private static final double DRIFT = 0.0002;

  /** A call that is so many times off says more about itself than about the model. */
  private static final double MOST_TIMES = 5;

  private static final double LEAST_RATIO = 0.05;
  private static final double MOST_RATIO = 8;
  private static final int KEPT_ERRORS = 100;

  private volatile double[] ratios = new double[KINDS.length];
  private final double[][] doubt = new double[KINDS.length][KINDS.length];
  private final double[] errors = new double[KEPT_ERRORS];
  private long learned;

  public TokenCalibration() {
    for (int i = 0; i < KINDS.length; i++) {
      ratios[i] = KINDS[i].tokens();
      doubt[i][i] = variance(i);
    }
  }

  private static double variance(int kind) {
    double deviation = DOUBT * KINDS[kind].tokens();
    return deviation * deviation;
  }

  /**
   * @return the tokens that the text probably has; as often more as less, so no bound
   */
  public long tokens(ScriptCounts counts) {
    return Math.max(0, Math.round(estimate(ratios, counts)));
  }

  private static double estimate(double[] ratios, ScriptCounts counts) {
    double sum = 0;
    for (Kind kind : KINDS) {
      sum += ratios[kind.ordinal()] * counts.count(kind);
    }
    return sum;
  }

  /**
   * Learns from what the model counted, and notes how far off the estimate would have been.
   *
   * @param tokens the model's own count of the prompt; no more than zero is ignored
   */
  public synchronized void learn(ScriptCounts counts, long tokens) {
    if (tokens <= 0) {
      return;
    }
    double[] parts = new double[KINDS.length];
    for (Kind kind : KINDS) {
      parts[kind.ordinal()] = counts.count(kind) / (double) tokens;
    }
    double estimate = estimate(ratios, counts);
    double surprise = 1 - estimate / tokens;
    errors[(int) (learned++ % KEPT_ERRORS)] = Math.abs(surprise);
    if (estimate < MOST_TIMES * tokens && tokens < MOST_TIMES * estimate) {
      correct(parts, surprise);
    }
  }

  private void correct(double[] parts, double surprise) {
    double[] gain = new double[KINDS.length];
    double expected = NOISE;
    for (int i = 0; i < KINDS.length; i++) {
      for (int j = 0; j < KINDS.length; j++) {
        gain[i] += doubt[i][j] * parts[j];
      }
      expected += parts[i] * gain[i];
    }
    double[] corrected = ratios.clone();
    for (int i = 0; i < KINDS.length; i++) {
      double ratio = corrected[i] + gain[i] / expected * surprise;
      double known = KINDS[i].tokens();
      corrected[i] = Math.max(LEAST_RATIO * known, Math.min(MOST_RATIO * known, ratio));
      for (int j = 0; j < KINDS.length; j++) {
        doubt[i][j] -= gain[i] * gain[j] / expected;
      }
    }
    for (int i = 0; i < KINDS.length; i++) {
      doubt[i][i] = Math.min(variance(i), doubt[i][i] + DRIFT * variance(i));
    }
    ratios = corrected;
  }

  /**
   * @return the median of the last hundred estimates' distances from the model's count, as a part
   *     of it; empty before the first
   */
  public synchronized OptionalDouble medianError() {
    int known = (int) Math.min(learned, KEPT_ERRORS);
    if (known == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = Arrays.copyOf(errors, known);
    Arrays.sort(sorted);
    return OptionalDouble.of((sorted[(known - 1) / 2] + sorted[known / 2]) / 2);
  }

  /**
   * @return how many calls it learned from
   */
  public synchronized long learned() {
    return learned;
  }
}
