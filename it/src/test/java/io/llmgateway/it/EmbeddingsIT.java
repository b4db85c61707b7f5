package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Embeddings as numbers and as base64. */
class EmbeddingsIT {
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("embed").models("vectors").start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void givesTheSdkItsVectorsInTheOrderOfTheInputs() {
    OpenAIClient client = tenant.openai();
    CreateEmbeddingResponse answer =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model(tenant.model("vectors"))
                    .inputOfArrayOfStrings(List.of("one", "two three", "四"))
                    .build());
    client.close();

    assertEquals(3, answer.data().size());
    assertEquals(vector("one"), answer.data().get(0).embedding());
    assertEquals(vector("two three"), answer.data().get(1).embedding());
    assertEquals(vector("四"), answer.data().get(2).embedding());
    assertEquals(2, answer.data().get(2).index());
    assertEquals(4, answer.usage().promptTokens());
  }

  @Test
  void givesNumbersWhenNumbersAreWanted() {
    Doc answer = embed("\"one\",\"encoding_format\":\"float\"").assertOk().json();

    List<Float> numbers =
        answer.at("data", 0, "embedding").items().stream()
            .map(n -> n.number().floatValue())
            .toList();
    assertEquals(vector("one"), numbers);
    assertEquals("list", answer.at("object").text());
    assertEquals("embedding", answer.at("data", 0, "object").text());
    assertEquals(1, answer.at("usage", "total_tokens").integer());
  }

  @Test
  void givesNumbersWhenTheClientDoesNotSay() {
    Doc answer = embed("\"one\"").assertOk().json();

    assertEquals(8, answer.at("data", 0, "embedding").items().size());
  }

  @Test
  void givesBase64EvenWhenTheProviderOnlyHasNumbers() {
    tenant
        .simulator()
        .next(
            tenant.model("vectors"),
            Script.json(
                "{\"object\":\"list\",\"model\":\"m\",\"data\":[{\"object\":\"embedding\","
                    + "\"index\":0,\"embedding\":[1.0,-2.5]}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));

    Doc answer = embed("\"one\",\"encoding_format\":\"base64\"").assertOk().json();

    assertEquals("AACAPwAAIMA=", answer.at("data", 0, "embedding").text());
  }

  @Test
  void givesNumbersEvenWhenTheProviderAnswersInBase64() {
    tenant
        .simulator()
        .next(
            tenant.model("vectors"),
            Script.json(
                "{\"object\":\"list\",\"model\":\"m\",\"data\":[{\"object\":\"embedding\","
                    + "\"index\":0,\"embedding\":\"AACAPwAAIMA=\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));

    Doc vector =
        embed("\"one\",\"encoding_format\":\"float\"").assertOk().json().at("data", 0, "embedding");

    assertEquals(1f, vector.at(0).number().floatValue());
    assertEquals(-2.5f, vector.at(1).number().floatValue());
  }

  @Test
  void takesTokenNumbersAndPassesOnDimensions() {
    Doc answer = embed("[[1,2,3],[4]],\"dimensions\":3").assertOk().json();

    assertEquals(2, answer.at("data").items().size());
    assertEquals(3, answer.at("data", 1, "embedding").items().size());
    Doc sent = tenant.simulator().received().lastFor(tenant.model("vectors")).json();
    assertEquals("[[1,2,3],[4]]", sent.at("input").toString());
  }

  @Test
  void refusesAnInputThatIsNoText() {
    embed("{\"a\":1}").assertError(400, "invalid_request");
    embed("[]").assertError(400, "invalid_request");
    assertEquals(
        "input", embed("7").assertError(400, "invalid_request").error().at("param").text());
  }

  private static Reply embed(String inputAndMore) {
    return tenant
        .http()
        .post(
            "/v1/embeddings",
            "{\"model\":\"" + tenant.model("vectors") + "\",\"input\":" + inputAndMore + "}");
  }

  private static List<Float> vector(String text) {
    List<Float> vector = new ArrayList<>();
    for (float v : Answers.vector(text, 8)) {
      vector.add(v);
    }
    return vector;
  }
}
