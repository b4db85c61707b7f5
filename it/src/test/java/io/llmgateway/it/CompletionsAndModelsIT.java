package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Doc;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Legacy completions, and what a key sees of the models. */
class CompletionsAndModelsIT {
  private static Tenant tenant;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("models")
            .models("echo", "other", "gpt-4.1_x")
            .key("narrow", Map.of("models", "@-ec*"))
            .start();
    client = tenant.openai();
  }

  @AfterAll
  static void stop() {
    client.close();
    tenant.close();
  }

  @Test
  void completesAPrompt() {
    Completion answer = client.completions().create(prompt());

    assertEquals("once upon a time", answer.choices().get(0).text());
    assertEquals("stop", answer.choices().get(0).finishReason().asString());
    assertEquals(4, answer.usage().orElseThrow().completionTokens());
    assertEquals("text_completion", answer._object_().convert(String.class));
  }

  @Test
  void streamsTheCompletionOfAPrompt() {
    try (StreamResponse<Completion> stream = client.completions().createStreaming(prompt())) {
      String text =
          stream.stream()
              .flatMap(c -> c.choices().stream())
              .map(c -> c.text())
              .collect(Collectors.joining());
      assertEquals("once upon a time", text);
    }
  }

  @Test
  void listsTheModelsThatTheKeyMayCall() {
    List<String> all = client.models().list().items().stream().map(Model::id).toList();
    assertTrue(all.contains(tenant.model("echo")), all.toString());
    assertTrue(all.contains(tenant.model("other")), all.toString());

    List<Doc> narrow = tenant.http("narrow").get("/v1/models").assertOk().json().at("data").items();
    assertEquals(
        List.of(tenant.model("echo")), narrow.stream().map(m -> m.at("id").text()).toList());
  }

  @Test
  void describesOneModel() {
    Doc model = tenant.http().get("/v1/models/" + tenant.model("gpt-4.1_x")).assertOk().json();

    assertEquals(tenant.model("gpt-4.1_x"), model.at("id").text());
    assertEquals("model", model.at("object").text());
    assertTrue(model.at("created").number() != null);
    assertFalse(model.at("owned_by").text().isEmpty());
    assertEquals("openai-compatible", model.at("provider").text());
    assertTrue(model.has("context_window"));
    assertTrue(model.has("max_output_tokens"));
    assertTrue(model.has("capabilities"));
    assertTrue(model.at("pricing").present());
    assertEquals(tenant.model("echo"), client.models().retrieve(tenant.model("echo")).id());
  }

  @Test
  void doesNotKnowAModelThatNobodySells() {
    tenant.http().get("/v1/models/no-such-model").assertError(404, "model_not_found");
  }

  @Test
  void refusesToCallAModelOutsideTheKeysPatterns() {
    tenant
        .http("narrow")
        .post("/v1/chat/completions", tenant.chat("other", "x"))
        .assertError(403, "model_not_allowed");
    tenant.http("narrow").post("/v1/chat/completions", tenant.chat("echo", "x")).assertOk();
  }

  private static CompletionCreateParams prompt() {
    return CompletionCreateParams.builder()
        .model(tenant.model("echo"))
        .prompt("once upon a time")
        .maxTokens(16)
        .build();
  }
}
