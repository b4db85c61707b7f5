package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.openai.OpenAiWire;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.routing.RoutingSettings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireCheckTest {

  @Test
  void givesEveryProviderAWireThatUnderstandsItsOptions() {
    try (UpstreamClient client = new UpstreamClient()) {
      Providers providers = Wires.all(client, Clock.systemUTC());
      for (ProviderCard card : Catalog.load().providers()) {
        Endpoint endpoint =
            new Endpoint(
                card.id(), URI.create("http://h"), "k", Timeouts.DEFAULT, Map.of("project", "p"));
        assertDoesNotThrow(() -> providers.chat(card, endpoint), card.id());
      }
    }
  }

  @Test
  void saysWhichSettingOfTheAccountIsMissing() {
    try (UpstreamClient client = new UpstreamClient()) {
      ProviderCard card = Catalog.load().provider("vertex-gemini").orElseThrow();
      Endpoint endpoint =
          new Endpoint("mine", URI.create("http://h"), null, Timeouts.DEFAULT, Map.of());
      IllegalArgumentException missing =
          assertThrows(
              IllegalArgumentException.class,
              () -> Wires.all(client, Clock.systemUTC()).chat(card, endpoint));
      assertEquals("needs gateway.channel.mine.project", missing.getMessage());
    }
  }

  @Test
  void refusesAChannelWhoseOptionsItsWireCanNotRead() {
    Map<String, String> values =
        Map.of(
            "gateway.channel.a.provider", "openai-compatible",
            "gateway.channel.a.base-url", "http://h",
            "gateway.channel.a.models", "m",
            "gateway.channel.a.clamp", "temperature");
    RoutingSettings routes = RoutingSettings.from(new ConfigView(values), Catalog.load());
    try (UpstreamClient client = new UpstreamClient()) {
      WireCheck check =
          new WireCheck(
              new Providers(
                  List.of(new OpenAiWire(client, new Authenticators(client, Clock.systemUTC())))),
              AttemptFixture.LAYER);
      ConfigException refused = assertThrows(ConfigException.class, () -> check.check(routes));
      assertEquals("gateway.channel.a", refused.name());
      assertTrue(refused.getMessage().contains("temperature"), refused.getMessage());
    }
  }
}
