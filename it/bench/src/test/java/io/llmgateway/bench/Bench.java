package io.llmgateway.bench;

import io.llmgateway.bench.Score.Figure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the benchmark: starts the upstream, nginx if there is one, and the gateways; warms up; then
 * measures each target in turn, round by round, so that whatever else the machine does meets all of
 * them alike; prints medians and ratios.
 */
final class Bench {
  /** Seconds for each half of the warm-up of what has no compiler at work. */
  private static final int COLD_START = 3;

  private final Options options;
  private final Map<Target, Score> scores = new LinkedHashMap<>();

  private Bench(Options options) {
    this.options = options;
  }

  /** Options as in {@link Options#USAGE}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Bench bench = new Bench(Options.parse(args));
    bench.startTargets();
    bench.warmUp();
    for (int round = 1; round <= bench.options.rounds(); round++) {
      bench.round(round);
    }
    System.out.println(new Report(bench.scores));
    bench.checkCharges();
    System.exit(0);
  }

  private void startTargets() throws IOException {
    Process upstream = startUpstream();
    int port =
        Integer.parseInt(
            new BufferedReader(
                    new InputStreamReader(upstream.getInputStream(), StandardCharsets.US_ASCII))
                .readLine());
    add(new Target("direct", port, new ProcessStat(upstream.pid()), false, false));
    Nginx.start(port)
        .ifPresentOrElse(
            this::add, () -> System.err.println("nginx is not installed: no ratios to it"));
    for (String gateway : options.gateways()) {
      System.err.println("starting " + gateway);
      add(Gateway.start(gateway, port, options));
    }
  }

  private void add(Target target) {
    scores.put(target, new Score());
  }

  private static Process startUpstream() throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Upstream.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process;
  }

  /** Half of the time with whole answers, half with short streams, then paced streams once. */
  private void warmUp() throws IOException, InterruptedException {
    for (Target target : scores.keySet()) {
      int half = Math.max(1, target.gateway() ? options.warmUp() / 2 : COLD_START);
      System.err.println("warming up " + target.name());
      Score score = scores.get(target);
      score.add(
          "warm-up", ClosedLoop.run(target, Requests.json(), options.connections(), half).tally());
      score.add(
          "warm-up",
          OpenLoop.run(target, Requests.first(), true, options.firstRate(), half).tally());
      score.add("warm-up", streams(target).tally());
      score.faults().forEach(System.err::println);
    }
  }

  private void round(int round) throws IOException, InterruptedException {
    List<Target> order = new ArrayList<>(scores.keySet());
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    for (Target target : order) {
      System.err.println("round " + round + ": " + target.name());
      Score score = scores.get(target);
      latency(target, score);
      firstToken(target, score);
      throughput(target, score);
      streams(target, score);
    }
  }

  /** A benchmark of a gateway that forgets to charge would be worth nothing. */
  private void checkCharges() throws IOException, InterruptedException {
    for (Map.Entry<Target, Score> entry : scores.entrySet()) {
      if (!entry.getKey().bills()) {
        continue;
      }
      BigDecimal charged = Gateway.OPENING_BALANCE.subtract(Wallet.balance(entry.getKey()));
      BigDecimal due = Gateway.CHARGE.multiply(BigDecimal.valueOf(entry.getValue().answers()));
      System.out.printf(
          "%s: %d answers, charged %s, due %s: %s%n",
          entry.getKey().name(),
          entry.getValue().answers(),
          charged.toPlainString(),
          due.toPlainString(),
          charged.compareTo(due) == 0 ? "exact" : "NOT EXACT");
    }
  }

  private void latency(Target target, Score score) throws IOException, InterruptedException {
    OpenLoop.Result result =
        OpenLoop.run(target, Requests.json(), false, options.rate(), options.latency());
    score.add(Figure.LATENCY_P50, result.whole().millis(50));
    score.add(Figure.LATENCY_P99, result.whole().millis(99));
    score.add("latency", result.tally());
  }

  private void firstToken(Target target, Score score) throws IOException, InterruptedException {
    OpenLoop.Result result =
        OpenLoop.run(target, Requests.first(), true, options.firstRate(), options.first());
    score.add(Figure.FIRST_P50, result.first().millis(50));
    score.add(Figure.FIRST_P99, result.first().millis(99));
    score.add("first token", result.tally());
  }

  private void throughput(Target target, Score score) throws IOException, InterruptedException {
    ClosedLoop.Result result =
        ClosedLoop.run(target, Requests.json(), options.connections(), options.throughput());
    score.add(Figure.THROUGHPUT, result.perSecond());
    score.add(Figure.CPU, result.cpuPer1000());
    score.add("throughput", result.tally());
  }

  private StreamLoad.Result streams(Target target) throws IOException, InterruptedException {
    byte[] request = Requests.stream(options.chunks(), options.pauseMillis());
    int seconds = options.chunks() * options.pauseMillis() / 1_000 + 1;
    return StreamLoad.run(target, request, options.streams(), options.chunks(), seconds);
  }

  private void streams(Target target, Score score) throws IOException, InterruptedException {
    StreamLoad.Result result = streams(target);
    score.add(Figure.STREAMS, result.complete());
    score.add(Figure.EVENTS, result.events());
    score.add(Figure.STREAM_FIRST_P50, result.first().millis(50) - options.pauseMillis());
    score.add(Figure.LAG_P99, result.lags().millis(99));
    score.add(Figure.RESIDENT, result.residentMiB());
    score.add("streams", result.tally());
  }
}
