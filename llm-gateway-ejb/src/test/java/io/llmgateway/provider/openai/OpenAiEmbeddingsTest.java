package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.CannedProvider;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEmbeddingsTest {
  private static final String TWO =
      "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.1,-2e-3]},"
          + "{'object':'embedding','index':1,'embedding':[1,2]}],'usage':{'prompt_tokens':7,"
          + "'total_tokens':7}}";

  private static EmbeddingAnswer embed(String input, String head, String body) {
    try (CannedProvider provider =
        CannedProvider.of(head, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8))) {
      EmbeddingAnswer answer = embed(input, provider);
      assertTrue(provider.requests.remove().head().startsWith("POST /v1/embeddings HTTP/1.1"));
      return answer;
    }
  }

  private static EmbeddingAnswer embed(String input, CannedProvider provider) {
    Endpoint endpoint =
        new Endpoint("channel", provider.uri(), Answers.KEY, Answers.TIMEOUTS, Map.of());
    return new OpenAiWire(Answers.CLIENT, Answers.AUTHENTICATORS)
        .embeddings(Answers.card(Map.of()), endpoint)
        .embed(
            new EmbeddingRequest("up", Answers.json("{'input':" + input + "}"), 1),
            new Cancellation());
  }

  @Test
  void givesTheVectorsAndTheUsage() {
    EmbeddingAnswer answer = embed("['a','b']", "200 OK", TWO);
    assertEquals(Answers.json(TWO).getJsonArray("data"), answer.data());
    assertEquals(Usage.of(7, 0), answer.usage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a'", "['a']", "[1,2,3]"})
  void takesATextOrItsTokensForOneInput(String input) {
    String one = "{'data':[{'index':0,'embedding':[1]}]}";
    EmbeddingAnswer answer = embed(input, "200 OK", one);
    assertEquals(1, answer.data().size());
    assertNull(answer.usage());
  }

  @Test
  void takesTheTotalForInputWhenThatIsAllThereIs() {
    EmbeddingAnswer answer =
        embed("'a'", "200 OK", "{'data':[{'embedding':'AAAA'}],'usage':{'total_tokens':4}}");
    assertEquals(Usage.of(4, 0), answer.usage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':[{'embedding':[1]}]}",
        "{'data':[]}",
        "{'data':[{'embedding':[1]},{'index':1}]}",
        "{'data':[{'embedding':[1]},{'embedding':[]}]}",
        "{}",
        "<html>",
        "",
        "{'data':",
      })
  void refusesAnAnswerThatDoesNotFitTheInputs(String body) {
    ChatException.Retryable e =
        assertThrows(ChatException.Retryable.class, () -> embed("['a','b']", "200 OK", body));
    assertEquals(Outcome.INVALID, e.outcome());
  }

  @Test
  void findsAnErrorInsideAnAnswer() {
    ChatException.Retryable e =
        assertThrows(
            ChatException.Retryable.class,
            () ->
                embed(
                    "'a'",
                    "200 OK",
                    "{'vectors':null,'base_resp':{'status_code':1008,'status_msg':'balance'}}"));
    assertEquals(Outcome.QUOTA, e.outcome());
  }

  @Test
  void passesARefusalOn() {
    ChatException.Final e =
        assertThrows(
            ChatException.Final.class,
            () ->
                embed(
                    "'a'",
                    "400 Bad Request",
                    "{'error':{'message':'too many inputs','param':'input'}}"));
    assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    assertEquals("input", e.param());
  }
}
