package io.llmgateway.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured and for how long; times in seconds.
 *
 * @param gateways server, database and JDK, such as {@code liberty-h2-17}
 * @param rate requests per second of the open model
 * @param javaHomes JDK by its feature number, for the gateways
 */
record Options(
    List<String> gateways,
    Map<String, String> javaHomes,
    int rounds,
    int warmUp,
    int latency,
    int rate,
    int first,
    int firstRate,
    int throughput,
    int connections,
    int streams,
    int chunks,
    int pauseMillis) {

  static final String USAGE =
      """
      --quick                     a short trial; its figures mean little
      --gateways=liberty-h2,...   none when empty; <liberty|wildfly>-<h2|postgresql>, with -<N> for the JDK of --java.<N>, with -free for one that does not bill
      --java.<N>=HOME             JDK for the gateways whose name ends in -N; the others run on this one
      --rounds= --warm-up= --latency= --rate= --first= --first-rate=
      --throughput= --connections= --streams= --chunks= --pause-millis=
      """;

  static Options parse(String[] args) {
    Map<String, String> given = new TreeMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (!arg.equals("--quick") && (!arg.startsWith("--") || equals < 0)) {
        throw new IllegalArgumentException(arg + "\n" + USAGE);
      }
      given.put(arg.substring(2, equals < 0 ? arg.length() : equals), arg.substring(equals + 1));
    }
    boolean quick = given.remove("quick") != null;
    Map<String, String> homes = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith("java.")) {
            homes.put(name.substring(5), value);
          }
        });
    homes.keySet().forEach(feature -> given.remove("java." + feature));
    String gateways = given.remove("gateways");
    Options options =
        new Options(
            names(gateways == null ? "liberty-h2,liberty-postgresql" : gateways),
            homes,
            take(given, "rounds", quick ? 1 : 3),
            take(given, "warm-up", quick ? 8 : 30),
            take(given, "latency", quick ? 5 : 20),
            take(given, "rate", 200),
            take(given, "first", quick ? 3 : 10),
            take(given, "first-rate", 50),
            take(given, "throughput", quick ? 5 : 15),
            take(given, "connections", 64),
            take(given, "streams", quick ? 200 : 1_000),
            take(given, "chunks", quick ? 30 : 100),
            take(given, "pause-millis", 100));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet() + "\n" + USAGE);
    }
    return options;
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).filter(name -> !name.isBlank()).toList();
  }

  private static int take(Map<String, String> given, String name, int otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
