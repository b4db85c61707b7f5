package io.llmgateway.bench;

import io.llmgateway.it.server.GatewayDatabase;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.ServerKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts a gateway that bills: one channel to the upstream, prices, an account with money, a key.
 */
final class Gateway {
  /** At the end of a name: without billing. */
  static final String FREE = "-free";

  /** Per million tokens. */
  private static final int INPUT_PRICE = 1;

  private static final int OUTPUT_PRICE = 2;

  /** What each call must cost: the upstream reports the same usage every time. */
  static final BigDecimal CHARGE =
      BigDecimal.valueOf(
          Upstream.PROMPT_TOKENS * INPUT_PRICE + Upstream.COMPLETION_TOKENS * OUTPUT_PRICE, 6);

  static final BigDecimal OPENING_BALANCE = new BigDecimal("1000000.00");

  private Gateway() {}

  /**
   * @param name such as {@code liberty-h2}, {@code wildfly-postgresql-25}, or {@code
   *     liberty-postgresql-free} for one that does not bill
   */
  static Target start(String name, int upstreamPort, Options options) throws IOException {
    boolean bills = !name.endsWith(FREE);
    String[] words = (bills ? name : name.substring(0, name.length() - FREE.length())).split("-");
    if (words.length > 2) {
      String home = options.javaHomes().get(words[2]);
      if (home == null) {
        throw new IllegalArgumentException(name + " needs --java." + words[2] + "=HOME");
      }
      System.setProperty("it.java.home", home);
    }
    GatewayServer server =
        GatewayServer.prepare(
                ServerKind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                words[1].equals("h2") ? GatewayDatabase.h2() : GatewayDatabase.postgresql())
            .set(settings(upstreamPort, options));
    if (!bills) {
      server.deploy(FreeEar.of(GatewayServer.ear()));
    }
    server.start();
    System.clearProperty("it.java.home");
    return new Target(name, server.baseUri().getPort(), new ProcessStat(server.pid()), true, bills);
  }

  private static Map<String, String> settings(int upstreamPort, Options options) {
    String stream = Requests.streamModel(options.chunks(), options.pauseMillis());
    Map<String, String> settings = new TreeMap<>();
    settings.put("gateway.channel.bench.provider", "openai-compatible");
    settings.put("gateway.channel.bench.base-url", "http://127.0.0.1:" + upstreamPort + "/v1");
    settings.put("gateway.channel.bench.api-key", "sk-upstream");
    settings.put("gateway.channel.bench.models", "bench-json,bench-first," + stream);
    for (String model : new String[] {"bench-json", "bench-first", stream}) {
      settings.put("gateway.model." + model + ".price.input", INPUT_PRICE + ".00");
      settings.put("gateway.model." + model + ".price.output", OUTPUT_PRICE + ".00");
      settings.put("gateway.model." + model + ".price.currency", "USD");
    }
    settings.put("gateway.account.bench.currency", "USD");
    settings.put("gateway.account.bench.opening-balance", OPENING_BALANCE.toPlainString());
    settings.put("gateway.key.bench.secret", Requests.API_KEY);
    settings.put("gateway.key.bench.account", "bench");
    return settings;
  }
}
