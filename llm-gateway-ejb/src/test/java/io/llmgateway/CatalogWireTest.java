package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.openai.OpenAiWire;
import io.llmgateway.provider.transport.UpstreamClient;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogWireTest {

  @Test
  void givesEveryProviderAWireThatUnderstandsItsOptions() {
    try (UpstreamClient client = new UpstreamClient()) {
      OpenAiWire openai = new OpenAiWire(client);
      for (ProviderCard card : Catalog.load().providers()) {
        assertTrue(Set.of("openai", "demo").contains(card.wire()), card.id());
        Endpoint endpoint =
            new Endpoint(card.id(), URI.create("http://h"), "k", Timeouts.DEFAULT, Map.of());
        if (card.wire().equals(openai.id())) {
          assertDoesNotThrow(() -> openai.chat(card, endpoint), card.id());
        }
      }
    }
  }
}
