package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.wire.NoEmbeddings;
import io.llmgateway.routing.Candidate;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingStartTest {
  private static final EmbeddingAnswer ANSWER =
      new EmbeddingAnswer(JsonValue.EMPTY_JSON_ARRAY, null);

  private final AttemptFixture fixture = new AttemptFixture();
  private final EmbeddingStart start =
      new EmbeddingStart(
          new Providers(List.of(new OneWire("with"), new OneWire("without"))),
          new EmbeddingRequest("m", JsonValue.EMPTY_JSON_OBJECT, 1));

  @AfterEach
  void stop() {
    fixture.threads.shutdownNow();
  }

  @Test
  void passesOverWhoHasNoEmbeddings() {
    Attempts attempts =
        fixture.attempts(List.of(candidate("a", "without"), candidate("b", "with")));

    assertEquals(ANSWER, attempts.first(start).value());
    assertEquals(List.of("begins b"), fixture.book);
  }

  @Test
  void saysSoWhenNobodyHasThem() {
    Attempts attempts = fixture.attempts(List.of(candidate("a", "without")));

    ChatException e = assertThrows(ChatException.class, () -> attempts.first(start));
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, e.code());
    assertEquals(List.of(), fixture.book);
  }

  private static Candidate candidate(String channel, String wire) {
    return new Candidate(
        "m",
        "u",
        new ProviderCard("p", "P", wire, null, null, false, Map.of(), List.of()),
        new Endpoint(channel, URI.create("http://localhost"), null, Timeouts.DEFAULT, Map.of()),
        null);
  }

  private record OneWire(String id) implements Wire {
    @Override
    public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
      return id.equals("with") ? (request, cancellation) -> ANSWER : NoEmbeddings.of(card);
    }
  }
}
