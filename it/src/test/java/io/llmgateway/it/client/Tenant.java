package io.llmgateway.it.client;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.simulator.JsonWriter;
import io.llmgateway.it.simulator.Simulator;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One test class's own part of a shared gateway: an account, a key, models that no other test uses,
 * and the simulated provider behind them. Each model costs 1.00 USD per million tokens of input and
 * 2.00 of output. All names end in a random part, so that a database that outlives a run does no
 * harm.
 */
public final class Tenant implements AutoCloseable {
  private static final Duration RELOAD = Duration.ofSeconds(15);

  private final GatewayServer server;
  private final Simulator simulator;
  private final String name;
  private final List<String> models;
  private Map<String, String> properties;

  /**
   * @param models all that {@code /v1/models} is to show
   */
  private Tenant(GatewayServer server, Simulator simulator, String name, List<String> models) {
    this.server = server;
    this.simulator = simulator;
    this.name = name;
    this.models = models;
  }

  /** The same tenant on a further server, of the same database. */
  public Tenant on(GatewayServer other) {
    Tenant there = new Tenant(other, simulator, name, models);
    other.set(properties);
    Await.until("the configuration of " + name + " is live there", RELOAD, there::live);
    return there;
  }

  /** On the server that all test classes of a run share. */
  public static Plan named(String name) {
    return on(GatewayServer.shared(), name);
  }

  public static Plan on(GatewayServer server, String name) {
    String random = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    return new Plan(server, name + "-" + random);
  }

  public Simulator simulator() {
    return simulator;
  }

  public GatewayServer server() {
    return server;
  }

  public URI baseUrl() {
    return server.baseUri();
  }

  /**
   * @return the name of the account, of the key and of the first channel
   */
  public String name() {
    return name;
  }

  /**
   * @param model as it was declared
   * @return the public name, which is also the upstream name
   */
  public String model(String model) {
    return name + "-" + model;
  }

  public String secret() {
    return secret(name);
  }

  /**
   * @param key the full name of a key
   */
  public String secret(String key) {
    return "sk-test-secret-of-" + key;
  }

  public Http http() {
    return new Http(server.baseUri(), secret());
  }

  public Http http(String key) {
    return new Http(server.baseUri(), secret(name + "-" + key));
  }

  /** OpenAI's own client, which repeats nothing. */
  public OpenAIClient openai() {
    return OpenAIOkHttpClient.builder()
        .baseUrl(server.baseUri().resolve("/v1").toString())
        .apiKey(secret())
        .maxRetries(0)
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  /** A chat request with one user message. */
  public String chat(String model, String text) {
    return chat(model, text, "");
  }

  /**
   * @param more further members, each with a comma before it
   */
  public String chat(String model, String text, String more) {
    return "{\"model\":"
        + JsonWriter.write(model(model))
        + ",\"messages\":[{\"role\":\"user\",\"content\":"
        + JsonWriter.write(text)
        + "}]"
        + more
        + "}";
  }

  public Reply postChat(String model, String text) {
    return http().post("/v1/chat/completions", chat(model, text));
  }

  public EventStream streamChat(String model, String text) {
    return http().stream("/v1/chat/completions", chat(model, text, ",\"stream\":true"));
  }

  public BigDecimal balance() {
    return Wallet.of(http()).balance();
  }

  /** Whether the gateway knows this tenant's key and all its models by now. */
  boolean live() {
    Reply reply = http().get("/v1/models");
    return reply.status() == 200
        && models.stream().allMatch(m -> reply.body().contains("\"" + model(m) + "\""));
  }

  /** Takes all that was declared for this tenant out of the server's configuration again. */
  public void withdraw() {
    server.unset(properties.keySet());
  }

  /** Takes back what concerned others too; what has this tenant's name in it harms nobody. */
  @Override
  public void close() {
    if (properties != null) {
      List<String> common = properties.keySet().stream().filter(p -> !p.contains(name)).toList();
      if (!common.isEmpty()) {
        server.unset(common);
      }
    }
    simulator.close();
  }

  /** What a tenant is to have; nothing happens before {@link #start}. */
  public static final class Plan {
    private final GatewayServer server;
    private final String name;
    private final Simulator simulator = Simulator.start();
    private final List<String> models = new ArrayList<>();
    private final List<String> routed = new ArrayList<>();
    private final Map<String, String> more = new HashMap<>();
    private final List<String> unpriced = new ArrayList<>();
    private String openingBalance = "1000.00";

    private Plan(GatewayServer server, String name) {
      this.server = server;
      this.name = name;
    }

    /** Models of the tenant's own channel. */
    public Plan models(String... names) {
      models.addAll(List.of(names));
      return this;
    }

    public Plan unpriced(String model) {
      unpriced.add(model);
      return models(model);
    }

    /** A model that only further channels sell. */
    public Plan routed(String model) {
      routed.add(model);
      return this;
    }

    public Plan openingBalance(String amount) {
      openingBalance = amount;
      return this;
    }

    /** A further property; {@code @} stands for the tenant's name. */
    public Plan with(String property, String value) {
      more.put(property.replace("@", name), value.replace("@", name));
      return this;
    }

    /** A further channel, {@code @-suffix}, whose own name for the model is the same. */
    public Plan channel(String suffix, String model, URI baseUrl, int priority) {
      String channel = "gateway.channel.@-" + suffix + ".";
      with(channel + "provider", "openai-compatible");
      with(channel + "base-url", baseUrl.toString());
      with(channel + "api-key", "upstream-key-" + suffix);
      with(channel + "models", "@-" + model + "=@-" + suffix);
      return with(channel + "priority", Integer.toString(priority));
    }

    /** The address of the tenant's simulator. */
    public URI simulator() {
      return simulator.baseUrl();
    }

    /** A further key of the same account. */
    public Plan key(String suffix, Map<String, String> settings) {
      String key = "gateway.key.@-" + suffix + ".";
      with(key + "secret", "sk-test-secret-of-@-" + suffix);
      with(key + "account", "@");
      settings.forEach((k, v) -> with(key + k, v));
      return this;
    }

    /** Declares everything and waits until the gateway has taken it over. */
    public Tenant start() {
      List<String> all = new ArrayList<>(models);
      all.addAll(routed);
      Tenant tenant = new Tenant(server, simulator, name, all);
      tenant.properties = properties(tenant);
      server.set(tenant.properties);
      Await.until("the configuration of " + name + " is live", RELOAD, tenant::live);
      return tenant;
    }

    private Map<String, String> properties(Tenant tenant) {
      Map<String, String> all = new HashMap<>();
      all.put("gateway.account." + name + ".opening-balance", openingBalance);
      all.put("gateway.account." + name + ".currency", "USD");
      all.put("gateway.key." + name + ".secret", tenant.secret());
      all.put("gateway.key." + name + ".account", name);
      if (!models.isEmpty()) {
        String channel = "gateway.channel." + name + ".";
        all.put(channel + "provider", "openai-compatible");
        all.put(channel + "base-url", simulator.baseUrl().toString());
        all.put(channel + "api-key", "upstream-key-of-" + name);
        all.put(channel + "models", String.join(",", models.stream().map(tenant::model).toList()));
      }
      for (String model : tenant.models) {
        if (!unpriced.contains(model)) {
          String price = "gateway.model." + tenant.model(model) + ".price.";
          all.putAll(Map.of(price + "input", "1.00", price + "output", "2.00"));
          all.put(price + "currency", "USD");
        }
      }
      all.putAll(more);
      return all;
    }
  }
}
