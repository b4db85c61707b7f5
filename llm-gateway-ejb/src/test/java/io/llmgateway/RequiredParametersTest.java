package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.Wire;
import io.llmgateway.routing.Candidate;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who sets {@code require_parameters} is not answered to something else. */
class RequiredParametersTest {
  private static final String HOT = "{'temperature':1.8%s}";
  private static final String WANTED = ",'gateway':{'require_parameters':true}";

  private boolean called;

  /** A wire that sends no temperature above 1. */
  private final class Cool implements Wire {
    @Override
    public String id() {
      return "cool";
    }

    @Override
    public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
      return (request, cancellation) -> {
        called = true;
        return new GivenEvents(
            new ChatEvent.TextDelta(0, "x", null), new ChatEvent.Finish(0, "stop"));
      };
    }

    @Override
    public List<String> adjusted(ProviderCard card, ChatRequest request) {
      return request.body().containsKey("temperature") ? List.of("temperature=1") : List.of();
    }

    @Override
    public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
      throw new UnsupportedOperationException();
    }
  }

  private static Candidate candidate(Set<String> capabilities) {
    ProviderCard provider =
        new ProviderCard("p", "P", "cool", null, null, false, Map.of(), List.of());
    ModelCard card = new ModelCard("m", List.of(), "chat", 0, 0, capabilities, null);
    return new Candidate("m", "m", provider, null, card);
  }

  private ChatStart start(String body, Candidate candidate) {
    JsonObject json = Json.createReader(new StringReader(body.replace('\'', '"'))).readObject();
    return ChatStart.of(
        new Providers(List.of(new Cool())),
        AttemptFixture.LAYER,
        new ChatRequest("m", json, true, false, 1, 0, 10),
        candidate);
  }

  @Test
  void aCandidateThatWouldChangeAFieldIsPassedOverAndTheFieldNamed() {
    Candidate candidate = candidate(Set.of());
    assertNull(start(HOT.formatted(""), candidate).unfit(candidate));
    String no = ",'gateway':{'require_parameters':false},'provider':{'require_parameters':true}";
    assertNull(start(HOT.formatted(no), candidate).unfit(candidate));
    for (String wish : List.of(WANTED, WANTED.replace("gateway", "provider"))) {
      ChatException refusal = start(HOT.formatted(wish), candidate).unfit(candidate);
      assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refusal.code());
      assertTrue(refusal.getMessage().contains("'temperature'"), refusal.getMessage());
    }
  }

  @Test
  void whatTheModelLayerWouldChangeIsRefusedBeforeAnybodyIsCalled() {
    Candidate weak = candidate(Set.of("json_mode"));
    String tools = "{'messages':[],'tools':[{'type':'function','function':{'name':'f'}}]%s}";
    start(tools.formatted(""), weak).begin(weak, new Cancellation());
    assertTrue(called);
    called = false;
    ChatException refusal =
        assertThrows(
            ChatException.Final.class,
            () -> start(tools.formatted(WANTED), weak).begin(weak, new Cancellation()));
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refusal.code());
    assertTrue(refusal.getMessage().contains("'tools'"), refusal.getMessage());
    assertTrue(!called);
  }
}
