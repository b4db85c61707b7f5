package io.llmgateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigNames;
import io.llmgateway.config.ConfigView;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingSettingsTest {
  private static final Catalog CATALOG = Catalog.load();

  private static RoutingSettings read(String... pairs) {
    return RoutingSettings.from(new ConfigView(map(pairs)), CATALOG);
  }

  private static RoutingSettings readWithEnvironment(Map<String, String> env, String... pairs) {
    return RoutingSettings.from(new ConfigView(map(pairs), env), CATALOG);
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> values = new HashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      values.put("gateway." + pair.substring(0, equals), pair.substring(equals + 1));
    }
    return values;
  }

  private static Optional<Offer> offer(ChannelSettings channel, String name) {
    return channel.offers().stream().filter(o -> o.name().equals(name)).findFirst();
  }

  @Test
  void hasTheseDefaults() {
    RoutingSettings settings =
        read(
            "channel.a.provider=openai-compatible",
            "channel.a.base-url=http://h",
            "channel.a.models=m");
    ChannelSettings channel = settings.channels().get(0);

    assertEquals(
        new RetrySettings(5, Duration.ofMillis(200), Duration.ofSeconds(5), null),
        settings.retry());
    assertEquals(0, channel.priority());
    assertEquals(1, channel.weight());
    assertEquals(
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10)),
        channel.timeouts());
    assertEquals(List.of(), channel.apiKeys());
    assertEquals(Map.of(), channel.options());
    assertEquals(
        new ModelSettings(
            List.of(),
            ModelFacts.NONE,
            null,
            null,
            TrafficSplit.NONE,
            Resilience.NONE,
            TrafficSplit.NONE),
        ModelSettings.NONE);
  }

  @Test
  void hasNoChannelWithoutConfiguration() {
    assertEquals(List.of(), read().channels());
  }

  @Test
  void readsADeclaredChannel() {
    ChannelSettings channel =
        read(
                "channel.main.provider=deepseek",
                "channel.main.base-url=http://localhost:1234/v1//",
                "channel.main.api-key=sk-1, sk-2,sk-1",
                "channel.main.models=fast=deepseek-chat, other",
                "channel.main.priority=-3",
                "channel.main.weight=7",
                "channel.main.drop=seed")
            .channels()
            .get(0);

    assertEquals("main", channel.name());
    assertEquals("deepseek", channel.provider().id());
    assertEquals(URI.create("http://localhost:1234/v1"), channel.baseUrl());
    assertEquals(List.of("sk-1", "sk-2"), channel.apiKeys());
    assertEquals(-3, channel.priority());
    assertEquals(7, channel.weight());
    assertEquals(Map.of("drop", "seed"), channel.options());
    assertEquals("seed", channel.provider().wireOptions().get("drop"));
    assertEquals("system", channel.provider().wireOptions().get("developer-role"));
  }

  @Test
  void mapsPublicNamesToTheNamesAtTheProvider() {
    ChannelSettings channel =
        read(
                "channel.a.provider=minimax",
                "channel.a.api-key=k",
                "channel.a.models=fast=MiniMax-M2, minimax-m2.1,own-model,x=minimax-m2")
            .channels()
            .get(0);

    Offer fast = offer(channel, "fast").orElseThrow();
    assertEquals("MiniMax-M2", fast.upstreamModel());
    assertEquals("MiniMax-M2", fast.card().id());
    assertEquals("MiniMax-M2.1", offer(channel, "minimax-m2.1").orElseThrow().upstreamModel());
    assertNull(offer(channel, "own-model").orElseThrow().card());
    assertEquals("own-model", offer(channel, "own-model").orElseThrow().upstreamModel());
    assertEquals("minimax-m2", offer(channel, "x").orElseThrow().upstreamModel(), "as written");
    assertEquals("MiniMax-M2", offer(channel, "minimax/fast").orElseThrow().upstreamModel());
    assertTrue(offer(channel, "MiniMax-M1").isEmpty(), "only what is listed");
  }

  @Test
  void offersTheModelsOfTheCatalogueByIdAliasAndProvider() {
    ChannelSettings channel =
        read("channel.a.provider=minimax", "channel.a.api-key=k").channels().get(0);

    assertTrue(offer(channel, "MiniMax-M2").orElseThrow().listed());
    assertEquals("MiniMax-M2", offer(channel, "minimax-m2").orElseThrow().upstreamModel());
    assertFalse(offer(channel, "minimax-m2").orElseThrow().listed());
    assertEquals("MiniMax-M2", offer(channel, "minimax/MiniMax-M2").orElseThrow().upstreamModel());
  }

  @Test
  void takesTimeoutsOfTheChannelThenOfTheGatewayThenTheDefault() {
    Timeouts timeouts =
        read(
                "channel.a.provider=deepseek",
                "channel.a.api-key=k",
                "channel.a.timeout.total=PT7S",
                "timeout.total=PT8S",
                "timeout.idle=PT9S")
            .channels()
            .get(0)
            .timeouts();
    assertEquals(Duration.ofSeconds(7), timeouts.total());
    assertEquals(Duration.ofSeconds(9), timeouts.idle());
    assertEquals(Timeouts.DEFAULT.connect(), timeouts.connect());
  }

  @Test
  void makesAChannelOfAnEnvironmentVariable() {
    ChannelSettings channel =
        readWithEnvironment(Map.of("DEEPSEEK_API_KEY", "sk-1,sk-2"), "timeout.total=PT8S")
            .channels()
            .get(0);
    assertEquals("deepseek", channel.name());
    assertEquals(List.of("sk-1", "sk-2"), channel.apiKeys());
    assertEquals(URI.create("https://api.deepseek.com"), channel.baseUrl());
    assertEquals(Duration.ofSeconds(8), channel.timeouts().total());
    assertTrue(offer(channel, "deepseek-chat").isPresent());
  }

  @Test
  void letsADeclaredChannelStandInForTheImpliedOneAndUseItsVariable() {
    List<ChannelSettings> channels =
        readWithEnvironment(Map.of("DEEPSEEK_API_KEY", "sk-1"), "channel.mine.provider=deepseek")
            .channels();
    assertEquals(List.of("mine"), channels.stream().map(ChannelSettings::name).toList());
    assertEquals(List.of("sk-1"), channels.get(0).apiKeys());
  }

  @Test
  void givesAnImpliedChannelAnotherNameWhenItsOwnIsTaken() {
    List<ChannelSettings> channels =
        readWithEnvironment(
                Map.of("DEEPSEEK_API_KEY", "sk-1"),
                "channel.deepseek.provider=openai",
                "channel.deepseek.api-key=k")
            .channels();
    assertEquals(
        List.of("deepseek", "deepseek-environment"),
        channels.stream().map(ChannelSettings::name).toList());
  }

  @Test
  void doesNotMakeAChannelOfAVariableWhenTheAddressIsUnknown() {
    assertEquals(List.of(), readWithEnvironment(Map.of("AZURE_OPENAI_API_KEY", "k")).channels());
  }

  @Test
  void hasTheDemoOnlyWhenItIsEnabled() {
    assertEquals(List.of(), read("demo.enabled=false").channels());
    ChannelSettings demo = read("demo.enabled=true").channels().get(0);
    assertEquals("demo", demo.provider().id());
    assertTrue(offer(demo, "demo-chat").isPresent());
  }

  @Test
  void readsWhatTheOperatorSaysOfAModel() {
    RoutingSettings settings =
        read(
            "model.gpt-4.1.fallbacks=deepseek-chat, b",
            "model.own.context-window=1000",
            "model.own.max-output-tokens=100",
            "channel.a.provider=openai-compatible",
            "channel.a.base-url=http://h",
            "channel.a.models=own=up",
            "retry.max-attempts=2");

    assertEquals(2, settings.retry().maxAttempts());
    assertEquals(List.of("deepseek-chat", "b"), settings.models().get("gpt-4.1").fallbacks());
    Offer own = offer(settings.channels().get(0), "own").orElseThrow();
    assertEquals("up", own.card().id());
    assertEquals(1000, own.card().contextWindow());
    assertEquals(100, own.card().maxOutputTokens());
  }

  @Test
  void keepsTheCatalogueWhereTheOperatorSaysNothing() {
    Offer chat =
        offer(
                read(
                        "model.deepseek-chat.max-output-tokens=100",
                        "channel.a.provider=deepseek",
                        "channel.a.api-key=k")
                    .channels()
                    .get(0),
                "deepseek-chat")
            .orElseThrow();
    assertEquals(100, chat.card().maxOutputTokens());
    assertEquals(1_000_000, chat.card().contextWindow());
    assertTrue(chat.card().capabilities().contains("tools"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channel.a.weight=1                 | channel.a.provider   | is required, and not set",
        "channel.a.provider=nobody          | channel.a.provider   | no provider of the catalogue",
        "channel.a.provider=demo            | channel.a.provider   | gateway.demo.enabled",
        "channel.a b.provider=deepseek      | channel.a b.provider | a channel's name",
        "channel.a.b.provider=deepseek      | channel.a.b.provider | a channel's name",
        "channel.a.provider=deepseek        | channel.a.api-key    | DEEPSEEK_API_KEY",
        "channel.a.provider=vllm            | channel.a.base-url   | is required",
        "channel.ok.base-url=ftp://h        | channel.ok.base-url  | http or https",
        "channel.ok.base-url=h:80/v1        | channel.ok.base-url  | is not",
        "channel.ok.base-url=http://u:p@h/  | channel.ok.base-url  | may not hold a user",
        "channel.ok.base-url=http://h?a=b   | channel.ok.base-url  | may not hold",
        "channel.ok.base-url=http://h h     | channel.ok.base-url  | is not a URL",
        "channel.ok.models=a=               | channel.ok.models    | public=upstream",
        "channel.ok.models=a b              | channel.ok.models    | public=upstream",
        "channel.ok.models=a=b,a=c          | channel.ok.models    | names a twice",
        "channel.ok.weight=-1               | channel.ok.weight    | from 0",
        "channel.ok.weight=heavy            | channel.ok.weight    | not a whole number",
        "channel.ok.priority=high           | channel.ok.priority  | not a whole number",
        "channel.ok.timeout.idle=10         | channel.ok.timeout.idle | not an ISO-8601 duration",
        "channel.ok.timeout.idle=PT0S       | channel.ok.timeout.idle | more than zero",
        "timeout.total=P2D                  | timeout.total        | at most a day",
        "retry.max-attempts=0               | retry.max-attempts   | from 1 to 100",
        "model.m.context-window=0           | model.m.context-window | at least 1",
        "demo.enabled=yes                   | demo.enabled         | neither true nor false",
      })
  void refusesAValueThatCanNotBeUsedByItsName(String property, String name, String reason) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> read("channel.ok.provider=deepseek", "channel.ok.api-key=k", property));
    assertEquals("gateway." + name, refused.name());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @Test
  void refusesAChannelWithoutModels() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> read("channel.a.provider=vllm", "channel.a.base-url=http://h"));
    assertEquals("gateway.channel.a.models", refused.name());
  }

  @Test
  void keepsCredentialsOutOfTexts() {
    RoutingSettings settings = read("channel.a.provider=deepseek", "channel.a.api-key=sk-secret");
    assertFalse(settings.toString().contains("sk-secret"), settings.toString());
  }

  @Test
  void knowsEveryNameThatItReads() {
    // a name that is read but not in ConfigNames would be reported as unknown
    for (String name : ChannelDeclarations.WIRE_OPTIONS) {
      assertTrue(ConfigNames.known("gateway.channel.a." + name), name);
    }
  }
}
