package io.llmgateway.config;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway.channel.main.provider",
        "gateway.channel.main.base-url",
        "gateway.channel.main.api-key",
        "gateway.channel.main.models",
        "gateway.channel.main.priority",
        "gateway.channel.main.weight",
        "gateway.channel.main.timeout.connect",
        "gateway.channel.main.timeout.first-token",
        "gateway.channel.main.timeout.idle",
        "gateway.channel.main.timeout.total",
        "gateway.timeout.total",
        "gateway.retry.max-attempts",
        "gateway.model.gpt-4.1.fallbacks",
        "gateway.model.qwen/qwen3.5-plus.price.input",
        "gateway.model.gpt-4.1.price.output",
        "gateway.model.gpt-4.1.price.cache-read",
        "gateway.model.gpt-4.1.price.cache-write",
        "gateway.model.gpt-4.1.price.currency",
        "gateway.account.team.opening-balance",
        "gateway.account.team.currency",
        "gateway.key.app.secret",
        "gateway.key.app.account",
        "gateway.key.app.models",
        "gateway.key.app.limit.requests-per-minute",
        "gateway.key.app.limit.tokens-per-minute",
        "gateway.key.app.limit.concurrent",
        "gateway.key.app.budget.amount",
        "gateway.key.app.budget.period",
        "gateway.http.max-body",
      })
  void knowsTheContract(String name) {
    assertTrue(ConfigNames.known(name));
    assertEquals(List.of(), ConfigNames.complaints(List.of(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.chanel.x.provider, gateway.channel.x.provider",
    "gateway.channel.x.provdier, gateway.channel.x.provider",
    "gateway.channel.x.apikey, gateway.channel.x.api-key",
    "gateway.channel.x.timeout.first_token, gateway.channel.x.timeout.first-token",
    "gateway.model.gpt-4.1.fallback, gateway.model.gpt-4.1.fallbacks",
    "gateway.model.gpt-4.1.prices.input, gateway.model.gpt-4.1.price.input",
    "gateway.acount.team.currency, gateway.account.team.currency",
    "gateway.http.maxbody, gateway.http.max-body",
    "gateway.retry.attempts, gateway.retry.max-attempts",
  })
  void suggestsTheNearestNameForAMisspeltOne(String misspelt, String meant) {
    assertEquals(
        List.of(misspelt + " is not a known name; did you mean " + meant + "?"),
        ConfigNames.complaints(List.of(misspelt)));
  }

  @Test
  void doesNotTakeAChannelNameWithADotForKnown() {
    assertFalse(ConfigNames.known("gateway.channel.a.b.provider"));
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY_CHANNEL_MAIN_PROVIDER, gateway.channel.main.provider",
    "GATEWAY_CHANNEL_EU_WEST_API_KEY, gateway.channel.eu-west.api-key",
    "GATEWAY_CHANNEL_EU_TIMEOUT_FIRST_TOKEN, gateway.channel.eu.timeout.first-token",
    "GATEWAY_MODEL_DEEPSEEK_CHAT_PRICE_CACHE_READ, gateway.model.deepseek-chat.price.cache-read",
    "GATEWAY_HTTP_MAX_BODY, gateway.http.max-body",
    "GATEWAY_EXCHANGE_RATE_CNY_USD, gateway.exchange-rate.CNY-USD",
    "gateway_timeout_total, gateway.timeout.total",
  })
  void turnsAnEnvironmentVariableBackIntoAName(String variable, String name) {
    assertEquals(Optional.of(name), ConfigNames.fromVariable(variable, List.of()));
  }

  @Test
  void spellsAVariableAsTheSameThingIsSpeltElsewhere() {
    List<String> spelled = List.of("gateway.channel.My_Channel.provider", "gpt-4.1");
    assertEquals(
        Optional.of("gateway.channel.My_Channel.api-key"),
        ConfigNames.fromVariable("GATEWAY_CHANNEL_MY_CHANNEL_API_KEY", spelled));
    assertEquals(
        Optional.of("gateway.model.gpt-4.1.fallbacks"),
        ConfigNames.fromVariable("GATEWAY_MODEL_GPT_4_1_FALLBACKS", spelled));
  }

  @Test
  void leavesOtherVariablesAlone() {
    assertEquals(Optional.empty(), ConfigNames.fromVariable("PATH", List.of()));
    assertEquals(Optional.empty(), ConfigNames.fromVariable("GATEWAY_CONFIG_FILE", List.of()));
    assertEquals(List.of(), ConfigNames.variableComplaints(List.of("PATH", "GATEWAY_CONFIG_FILE")));
  }

  @Test
  void reportsAMisspeltVariable() {
    assertEquals(
        List.of(
            "GATEWAY_CHANEL_X_PROVIDER is not a known name;"
                + " did you mean GATEWAY_CHANNEL_X_PROVIDER?"),
        ConfigNames.variableComplaints(List.of("GATEWAY_CHANEL_X_PROVIDER")));
  }

  @Test
  void knowsExactlyTheNamesThatAreDocumented() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "configuration.md"));
    Set<String> documented =
        Pattern.compile("`(gateway\\.[^`*= ]*[^`*= .])`")
            .matcher(document)
            .results()
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));
    Set<String> known =
        ConfigNames.patterns().map(NamePattern::toString).collect(toCollection(TreeSet::new));
    Set<String> undocumented = new TreeSet<>(known);
    undocumented.removeAll(documented);
    documented.removeAll(known);
    assertEquals(Set.of(), undocumented, "known, but not in docs/configuration.md");
    assertEquals(Set.of(), documented, "in docs/configuration.md, but not known");
  }
}
