package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.Providers;
import io.llmgateway.provider.Wire;
import io.llmgateway.routing.Candidate;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RescueTest {
  private static final ChatException CUT =
      new ChatException.Retryable(ErrorCode.UPSTREAM_ERROR, Outcome.CUT, "cut");

  private final AttemptFixture fixture = new AttemptFixture();
  private final List<JsonObject> sent = new ArrayList<>();

  @AfterEach
  void stop() {
    fixture.threads.shutdownNow();
  }

  @Test
  void goesOnAtTheNextCandidateThatCanContinue() {
    Attempts.Begun<Opening> next =
        rescued("text so far", candidate("a", "-"), candidate("b", "-"), candidate("c", "partial"));

    assertEquals("c", next.attempt().candidate().channel());
    assertEquals(2, next.attempt().number());
    JsonObject last = sent.get(1).getJsonArray("messages").getJsonObject(1);
    assertEquals("assistant", last.getString("role"));
    assertEquals("text so far", last.getString("content"));
    assertEquals(true, last.getBoolean("partial"));
  }

  @Test
  void asksTheOneThatBrokeOffAgainWhenNobodyElseIsLeft() {
    Attempts.Begun<Opening> next = rescued("text", candidate("a", "prefix"), candidate("b", "-"));

    assertEquals("a", next.attempt().candidate().channel());
    assertEquals(1, fixture.pauses.size());
  }

  @Test
  void doesNotGoOnWhenNobodyCan() {
    assertNull(rescued("text", candidate("a", "-"), candidate("b", "-")));
    assertEquals(List.of("begins a"), fixture.book);
  }

  @Test
  void doesNotGoOnWithWhatIsNotJustText() {
    assertNull(rescued(null, candidate("a", "prefix"), candidate("b", "prefix")));
  }

  @Test
  void doesNotGoOnAfterAFailureThatAllWouldShare() {
    Attempts attempts =
        fixture.attempts(List.of(candidate("a", "prefix"), candidate("b", "prefix")));
    ChatStart start = start(candidate("a", "prefix"));
    Attempt first = attempts.first(start).attempt();
    ChatException filtered = new ChatException.Final(ErrorCode.CONTENT_FILTER, "no");

    assertNull(Rescue.by(attempts, start).goOn(first, filtered, "text"));
    assertNull(Rescue.none().goOn(first, CUT, "text"));
  }

  private Attempts.Begun<Opening> rescued(String text, Candidate... candidates) {
    Attempts attempts = fixture.attempts(List.of(candidates));
    ChatStart start = start(candidates[0]);
    Attempt first = attempts.first(start).attempt();
    return Rescue.by(attempts, start).goOn(first, CUT, text);
  }

  private ChatStart start(Candidate preferred) {
    JsonObject body =
        JsonProvider.provider()
            .createReader(
                new StringReader("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
            .readObject();
    return ChatStart.of(
        new Providers(List.of(new Recording())),
        AttemptFixture.LAYER,
        new ChatRequest("m", body, true, false, 1, 0, 10),
        preferred);
  }

  private static Candidate candidate(String channel, String prefix) {
    Map<String, String> options =
        prefix.equals("-") ? Map.of() : Map.of("assistant-prefix", prefix);
    return new Candidate(
        "m",
        "u",
        new ProviderCard("p", "P", "recording", null, null, false, options, List.of()),
        new Endpoint(channel, URI.create("http://localhost"), null, Timeouts.DEFAULT, Map.of()),
        null);
  }

  /** Answers everything, and remembers what it was asked. */
  private final class Recording implements Wire {
    @Override
    public String id() {
      return "recording";
    }

    @Override
    public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
      return (request, cancellation) -> {
        sent.add(request.body());
        return new GivenEvents(new ChatEvent.TextDelta(0, "answer", null));
      };
    }

    @Override
    public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
      throw new UnsupportedOperationException();
    }
  }
}
