package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.CatalogException;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.UpstreamClient;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CONTRIBUTING.md says about adding a vendor, done. */
class NewVendorTest {
  private static final int MOST_LINES = 30;

  @TempDir private Path folder;

  private static String file() throws IOException {
    Matcher example =
        Pattern.compile("(?s)```json\n(.*?)```")
            .matcher(Files.readString(Path.of("..", "CONTRIBUTING.md")));
    assertTrue(example.find());
    return example.group(1);
  }

  @Test
  void takesLessThanThirtyLines() throws IOException {
    assertTrue(file().lines().count() < MOST_LINES);
  }

  @Test
  void answersWithoutANewBuild() throws IOException {
    Files.writeString(folder.resolve("acme.json"), file());
    Catalog catalog = Catalog.load(folder);
    ProviderCard card = catalog.provider("acme").orElseThrow();
    assertTrue(catalog.provider("deepseek").isPresent(), "beside those that are shipped");
    String answer =
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"
            + "\"finish_reason\":\"eos\"}]}";
    try (UpstreamClient client = new UpstreamClient();
        CannedProvider provider =
            CannedProvider.of(
                "200 OK\r\nContent-Type: application/json",
                answer.getBytes(StandardCharsets.UTF_8))) {
      Endpoint endpoint =
          new Endpoint("acme", provider.uri(), "key-1234", Timeouts.DEFAULT, Map.of());
      JsonObject body =
          (JsonObject)
              JsonText.parse(
                  "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"hi\"}],"
                      + "\"temperature\":1.7,\"user\":\"u\",\"seed\":7}");
      ChatRequest request = new ChatRequest("acme-large", body, false, false, 1, 0, 10);

      try (ChatStream stream =
          Wires.all(client, Clock.systemUTC())
              .chat(card, endpoint)
              .chat(request, new Cancellation())) {
        assertTrue(stream.next() instanceof ChatEvent.Started);
        assertEquals(new ChatEvent.TextDelta(0, "Hello", null), stream.next());
        assertEquals(new ChatEvent.Finish(0, "stop"), stream.next());
      }
      CannedProvider.Exchange sent = provider.requests.remove();
      assertTrue(sent.head().contains("Authorization: Bearer key-1234"), sent.head());
      assertEquals(
          JsonText.parse(
              "{\"model\":\"acme-large\",\"messages\":[{\"role\":\"system\",\"content\":\"hi\"}],"
                  + "\"temperature\":1,\"random_seed\":7}"),
          JsonText.parse(sent.body()));
    }
  }

  @Test
  void standsInForAShippedProvider() throws IOException {
    Files.writeString(folder.resolve("deepseek.json"), file().replace("\"acme\"", "\"deepseek\""));

    ProviderCard card = Catalog.load(folder).provider("deepseek").orElseThrow();

    assertEquals("Acme Models", card.name());
  }

  @Test
  void namesFileAndFieldOfAMistake() throws IOException {
    Path file = folder.resolve("acme.json");
    Files.writeString(file, file().replace("\"wire\"", "\"wier\""));

    CatalogException refused = assertThrows(CatalogException.class, () -> Catalog.load(folder));

    assertTrue(
        refused.getMessage().startsWith(file + ": wier: unknown field; known are [baseUrl, "),
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json_mode\"] | json_mdoe\"] | models[0]: capabilities: unknown: json_mdoe; known are [json_mode, ",
        "\"chat\" | \"text\" | models[0]: type: not one of [chat, embedding, rerank]: text",
        "\"USD\" | \"usd\" | models[0].price: currency: ",
        "\"input\": \"1\" | \"input\": \"-1\" | models[0].price: input: ",
        "\"id\": \"acme\" | \"id\": \"Acme\" | id: does not look like ",
        "131072, | 131072,, | line no=1",
        "true, | yes, | line no=7"
      })
  void namesWhatMayStandInThePlaceOfAMistake(String right, String wrong, String says)
      throws IOException {
    Path file = folder.resolve("acme.json");
    assertTrue(file().contains(right), right);
    Files.writeString(file, file().replace(right, wrong));

    CatalogException refused = assertThrows(CatalogException.class, () -> Catalog.load(folder));

    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    assertTrue(refused.getMessage().contains(says), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"drop\" | \"dorp\" | wire openai has no option dorp, but [",
        "\"wire\": \"openai\" | \"wire\": \"opnai\" | opnai",
        "0..1, | 0-1, | 0-1",
        "\"drop\": \"user,logit_bias\" | \"drop@acme*\": \"user\", \"request\": \"x\" | [tool-choice-any"
      })
  void namesWhatMayStandInThePlaceOfAWrongOption(String right, String wrong, String says)
      throws IOException {
    assertTrue(file().contains(right), right);
    Files.writeString(folder.resolve("acme.json"), file().replace(right, wrong));
    ProviderCard card = Catalog.load(folder).provider("acme").orElseThrow();
    Endpoint endpoint = new Endpoint("acme", card.baseUrl(), "k", Timeouts.DEFAULT, Map.of());
    try (UpstreamClient client = new UpstreamClient()) {
      Providers wires = Wires.all(client, Clock.systemUTC());

      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> wires.chat(card, endpoint));

      assertTrue(refused.getMessage().contains(says), refused.getMessage());
    }
  }
}
