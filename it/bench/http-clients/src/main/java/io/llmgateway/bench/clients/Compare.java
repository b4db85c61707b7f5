package io.llmgateway.bench.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts one upstream and one process per contender and JDK, lets them work by turns, and prints
 * the medians. The processes stay alive between turns, so that warm-up is paid once, and only one
 * works at a time.
 */
final class Compare {
  private static final List<String> CONTENDERS =
      List.of(
          "jdk-blocking", "jdk-async", "jdk-urlconnection", "hc5-classic", "hc5-async",
          "hc5-async-pull",
          "jetty-blocking", "jetty-async", "okhttp-blocking", "raw-sockets");

  private Compare() {}

  /** Options: {@code --java=HOME,HOME --rounds=N --requests=N --warmup=N --streams=N --only=a,b}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = new TreeMap<>();
    for (String arg : args) {
      options.put(arg.substring(2, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
    }
    int rounds = Integer.parseInt(options.getOrDefault("rounds", "5"));
    int requests = Integer.parseInt(options.getOrDefault("requests", "20000"));
    int warmup = Integer.parseInt(options.getOrDefault("warmup", "60000"));
    int streams = Integer.parseInt(options.getOrDefault("streams", "1000"));
    List<Contestant> field = start(options);

    turns(field, "posts " + warmup, 1);
    turns(field, "streams " + streams + " 20 100", 1);
    System.out.println("posts: CPU us, bytes allocated, requests/s, failures");
    print(field, turns(field, "posts " + requests, rounds), 1_000);
    System.out.println("streams: CPU ms, heap bytes, other bytes per stream, threads, missing");
    print(field, turns(field, "streams " + streams + " 100 50", Math.max(1, rounds - 2)), 1);
    field.forEach(contestant -> contestant.process.destroy());
    System.exit(0);
  }

  private static List<Contestant> start(Map<String, String> options) throws IOException {
    String own = System.getProperty("java.home");
    Contestant upstream = new Contestant("upstream", own, UpstreamServer.class, List.of());
    String port = upstream.out.readLine();
    Runtime.getRuntime().addShutdownHook(new Thread(upstream.process::destroy));
    List<Contestant> field = new ArrayList<>();
    String only = options.getOrDefault("only", String.join(",", CONTENDERS));
    for (String home : options.getOrDefault("java", own).split(",")) {
      for (String name : only.split(",")) {
        field.add(new Contestant(name, home, Worker.class, List.of(name, port)));
      }
    }
    return field;
  }

  /** Figures by contestant, then by round. */
  private static List<List<long[]>> turns(List<Contestant> field, String command, int rounds)
      throws IOException {
    List<List<long[]>> figures = new ArrayList<>();
    field.forEach(contestant -> figures.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < field.size(); i++) {
        int next = round % 2 == 0 ? i : field.size() - 1 - i;
        String answer = field.get(next).ask(command);
        System.err.println(round + " " + field.get(next).label + " " + command + ": " + answer);
        figures.get(next).add(Arrays.stream(answer.split(" ")).mapToLong(Long::parseLong).toArray());
      }
    }
    return figures;
  }

  private static void print(List<Contestant> field, List<List<long[]>> figures, int firstUnit) {
    for (int i = 0; i < field.size(); i++) {
      StringBuilder line = new StringBuilder(String.format("%-24s", field.get(i).label));
      for (int column = 0; column < figures.get(i).get(0).length; column++) {
        int at = column;
        long[] sorted = figures.get(i).stream().mapToLong(row -> row[at]).sorted().toArray();
        double median = sorted[sorted.length / 2] / (double) (column == 0 ? firstUnit : 1);
        line.append(String.format(Locale.ROOT, column == 0 ? " %10.1f" : " %10.0f", median));
      }
      System.out.println(line);
    }
  }

  private static final class Contestant {
    final String label;
    final Process process;
    final BufferedReader out;
    private final PrintStream in;

    Contestant(String name, String home, Class<?> main, List<String> args) throws IOException {
      List<String> command = new ArrayList<>();
      String heap = main == Worker.class ? "192m" : "512m";
      command.addAll(List.of(home + "/bin/java", "-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC"));
      command.addAll(List.of("-XX:+AlwaysPreTouch", "-cp", System.getProperty("java.class.path")));
      command.add(main.getName());
      command.addAll(args);
      process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      out = new BufferedReader(new InputStreamReader(process.getInputStream()));
      in = new PrintStream(process.getOutputStream(), true);
      label = name + " " + (home.contains("25") ? "25" : home.contains("17") ? "17" : "");
    }

    String ask(String command) throws IOException {
      in.println(command);
      String answer = out.readLine();
      if (answer == null) {
        throw new IOException(label + " ended");
      }
      return answer;
    }
  }
}
