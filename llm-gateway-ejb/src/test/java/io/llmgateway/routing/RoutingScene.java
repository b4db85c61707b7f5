package io.llmgateway.routing;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.constraint.PreferenceReader;
import io.llmgateway.routing.constraint.PriceCeiling;
import io.llmgateway.routing.prompt.PromptTraits;
import io.llmgateway.routing.prompt.TaskType;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** A router over channels that a test declares, with figures that the test sets. */
final class RoutingScene implements CandidateHealth, Tariff, Scores {
  private static final Catalog CATALOG = Catalog.load();

  final Map<String, Double> firstToken = new HashMap<>();
  final Map<String, Double> speed = new HashMap<>();
  final Map<String, Integer> busy = new HashMap<>();
  final Set<String> sick = new HashSet<>();
  final Map<String, PriceCeiling> prices = new HashMap<>();
  final Map<String, Double> scores = new HashMap<>();
  String account = "acme";
  String user = "somebody";
  Predicate<String> allowed = name -> true;
  long inputTokens = 1_000;
  long maxOutputTokens = 0;

  private final Map<String, String> values = new HashMap<>();
  private final ChannelRegistry registry = new ChannelRegistry();
  final Random random = new Random(1);
  final Router router =
      new Router(
          registry,
          this,
          this,
          this,
          Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
          () -> random);

  RoutingScene channel(String name, String models, String... more) {
    set("channel." + name + ".provider", "openai-compatible");
    set("channel." + name + ".base-url", "http://" + name + ".test");
    set("channel." + name + ".models", models);
    for (String pair : more) {
      set("channel." + name + "." + pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    return this;
  }

  RoutingScene set(String name, String value) {
    values.put("gateway." + name, value);
    return this;
  }

  RoutingScene without(String channel) {
    values.keySet().removeIf(name -> name.startsWith("gateway.channel." + channel + "."));
    return apply();
  }

  RoutingScene apply() {
    registry.apply(RoutingSettings.from(new ConfigView(values), CATALOG));
    return this;
  }

  List<String> leaving() {
    return registry.table().get().leaving();
  }

  /** Prices per million tokens, of a channel. */
  RoutingScene price(String channel, String prompt, String completion) {
    prices.put(
        channel, new PriceCeiling(new BigDecimal(prompt), new BigDecimal(completion), null, null));
    return this;
  }

  RouteQuery query(String json) {
    JsonObject body = json(json);
    return new RouteQuery(
        body.getString("model"),
        account,
        allowed,
        user,
        new PromptTraits(body, inputTokens, maxOutputTokens, false),
        PreferenceReader.read(body));
  }

  static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  /** channel[:key]>upstream of each candidate. */
  List<String> route(String json) {
    return names(router.route(query(json)).candidates());
  }

  static List<String> names(List<Candidate> candidates) {
    return candidates.stream()
        .map(
            c ->
                c.channel()
                    + (c.endpoint().apiKey() == null ? "" : ":" + c.endpoint().apiKey())
                    + ">"
                    + c.upstreamModel())
        .toList();
  }

  @Override
  public boolean ready(Candidate candidate) {
    return !sick.contains(candidate.channel());
  }

  @Override
  public OptionalDouble firstTokenMillis(Candidate candidate) {
    return optional(firstToken.get(candidate.channel()));
  }

  @Override
  public OptionalDouble tokensPerSecond(Candidate candidate) {
    return optional(speed.get(candidate.channel()));
  }

  @Override
  public int inFlight(Candidate candidate) {
    return busy.getOrDefault(candidate.channel(), 0);
  }

  @Override
  public Optional<BigDecimal> expected(Candidate candidate, String payer, Forecast call) {
    return prices(candidate, payer, call.inputTokens())
        .map(
            each ->
                each.prompt()
                    .multiply(BigDecimal.valueOf(call.inputTokens() - call.cachedTokens()))
                    .add(each.completion().multiply(BigDecimal.valueOf(call.outputTokens()))));
  }

  @Override
  public Optional<PriceCeiling> prices(Candidate candidate, String payer, long tokens) {
    return Optional.ofNullable(prices.get(candidate.channel()));
  }

  @Override
  public OptionalDouble score(String model, TaskType task) {
    return optional(scores.get(model));
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
