package io.llmgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
  @TempDir Path folder;

  private GatewayConfig config(ConfigFile file, Map<String, String> env, ConfigSource... more) {
    ConfigSource[] sources = new ConfigSource[more.length + 2];
    System.arraycopy(more, 0, sources, 0, more.length);
    sources[more.length] = new GatewayFileSource(file);
    sources[more.length + 1] = FixedConfig.environment(env);
    return new GatewayConfig(new FixedConfig(sources), file, env, Set.of("gpt-4.1"));
  }

  private ConfigFile file(String text) throws Exception {
    return new ConfigFile(Files.writeString(folder.resolve("gateway.properties"), text));
  }

  @Test
  void collectsNamesOfEverySourceAndValuesByPrecedence() throws Exception {
    GatewayConfig config =
        config(
            file("gateway.a=file\ngateway.b=file\nother=x"),
            Map.of("GATEWAY_TIMEOUT_TOTAL", "PT1S", "HOME", "/root"),
            FixedConfig.source(500, Map.of("gateway.b", "server.xml")),
            FixedConfig.source(400, Map.of("gateway.a", "property", "gateway.c", "property")));

    ConfigView view = config.read();

    assertEquals(
        Set.of("gateway.a", "gateway.b", "gateway.c", "gateway.timeout.total"), view.names());
    assertEquals(Optional.of("file"), view.text("gateway.a"));
    assertEquals(Optional.of("server.xml"), view.text("gateway.b"));
    assertEquals(Optional.of("property"), view.text("gateway.c"));
    assertEquals(Optional.of("PT1S"), view.text("gateway.timeout.total"));
    assertEquals(Optional.of("/root"), view.environment("HOME"));
  }

  @Test
  void letsTheFileBeatTheEnvironment() throws Exception {
    GatewayConfig config =
        config(
            file("gateway.channel.My_One.weight=2"), Map.of("GATEWAY_CHANNEL_MY_ONE_WEIGHT", "1"));
    assertEquals(Set.of("gateway.channel.My_One.weight"), config.read().names());
    assertEquals(Optional.of("2"), config.read().text("gateway.channel.My_One.weight"));
  }

  @Test
  void doesNotTakeAServersGuessAtAVariableForAName() {
    Map<String, String> variables = Map.of("GATEWAY_CHANNEL_EU_WEST_WEIGHT", "1");
    assertEquals(
        Set.of("gateway.channel.eu-west.weight"),
        config(new ConfigFile(null), variables).read().names());
  }

  @Test
  void spellsModelsAsTheCatalogueDoes() {
    GatewayConfig config =
        config(new ConfigFile(null), Map.of("GATEWAY_MODEL_GPT_4_1_FALLBACKS", "a,b"));
    assertEquals(List.of("a", "b"), config.read().list("gateway.model.gpt-4.1.fallbacks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{aes}AHx3x", "{xor}AHx3x", " {aes}AHx3x", "{hash}AHx3x"})
  void refusesASecretThatTheServerDidNotDecode(String value) {
    GatewayConfig config =
        config(
            new ConfigFile(null),
            Map.of(),
            FixedConfig.source(500, Map.of("gateway.key.app.secret", value)));

    ConfigException refused = assertThrows(ConfigException.class, config::read);

    assertEquals("gateway.key.app.secret", refused.name());
    assertFalse(refused.getMessage().contains("AHx3x"), refused.getMessage());
  }

  @Test
  void saysWhichJndiNameIsNotBound() {
    GatewayConfig config =
        config(
            new ConfigFile(null),
            Map.of(),
            FixedConfig.source(500, Map.of("gateway.key.app.secret", "jndi:gateway/app")));
    ConfigException refused = assertThrows(ConfigException.class, config::read);
    assertTrue(refused.getMessage().contains("gateway/app"), refused.getMessage());
  }

  @Test
  void startsWithoutAFile() {
    assertEquals(Set.of(), config(new ConfigFile(null), Map.of()).start().names());
  }

  @Test
  void doesNotStartWhenTheFileIsMissing() {
    ConfigFile missing = new ConfigFile(folder.resolve("nowhere.properties"));
    ConfigException refused =
        assertThrows(ConfigException.class, () -> config(missing, Map.of()).start());
    assertTrue(
        refused.getMessage().endsWith("nowhere.properties: no such file"), refused.getMessage());
  }

  @Test
  void doesNotStartWhenTheFileIsBroken() throws Exception {
    ConfigFile broken = file("a=1\nb=\\u00zz");
    ConfigException refused =
        assertThrows(ConfigException.class, () -> config(broken, Map.of()).start());
    assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
  }

  @Test
  void reportsUnknownNamesAtStartWithoutTheirValues() throws Exception {
    GatewayConfig config =
        config(
            file("gateway.chanel.x.api-key=sk-secret"),
            Map.of("GATEWAY_KEY_APP_SECRETT", "sk-secret"));
    try (LogRecorder log = new LogRecorder(GatewayConfig.class)) {
      config.start();
      assertEquals(
          List.of(
              "WARNING gateway.chanel.x.api-key is not a known name;"
                  + " did you mean gateway.channel.x.api-key?",
              "WARNING GATEWAY_KEY_APP_SECRETT is not a known name;"
                  + " did you mean GATEWAY_KEY_APP_SECRET?"),
          log.take());
    }
  }

  @Test
  void namesTheFileByPropertyOrElseByVariable() {
    assertEquals(Path.of("a"), ConfigFile.named("a", "b").path());
    assertEquals(Path.of("b"), ConfigFile.named(null, "b").path());
    assertFalse(ConfigFile.named(null, " ").exists());
  }

  @Test
  void standsBetweenSystemPropertiesAndServerXml() {
    assertEquals(450, new GatewayFileSource().getOrdinal());
  }
}
