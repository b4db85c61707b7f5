package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.RefusedPort;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client hears when every candidate has failed. */
class UpstreamErrorsIT {
  private static final RefusedPort NOBODY = new RefusedPort();

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("fails");
    for (UpstreamFault fault : UpstreamFault.values()) {
      for (String kind : new String[] {"json", "sse"}) {
        String model = fault.label() + "-" + kind;
        plan.routed(model)
            .channel(model, model, plan.simulator(), 0)
            .with("gateway.channel.@-" + model + ".timeout.first-token", "PT0.5S")
            .with("gateway.channel.@-" + model + ".timeout.total", "PT1S");
      }
    }
    tenant =
        plan.routed("refused")
            .channel("refused", "refused", NOBODY.baseUrl(), 0)
            .models("context", "filter", "filter-200", "leak", "unknown-model")
            .start();
    for (UpstreamFault fault : UpstreamFault.values()) {
      String label = fault.label();
      tenant.simulator().on(tenant.model(label + "-json"), fault.json());
      tenant.simulator().on(tenant.model(label + "-sse"), fault.sse());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    tenant.close();
    NOBODY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "INTERNAL_ERROR, 502, upstream_error",
    "OVERLOADED, 502, upstream_error",
    "RATE_LIMITED, 429, rate_limit_exceeded",
    "OUT_OF_MONEY, 502, upstream_error",
    "ARREARS, 502, upstream_error",
    "BAD_CREDENTIAL, 502, upstream_error",
    "HTML_PAGE, 502, upstream_invalid_response",
    "REDIRECT, 502, upstream_invalid_response",
    "ERROR_OBJECT, 502, upstream_error",
    "ERROR_OBJECT_AFTER_ROLE, 502, upstream_error",
    "BASE_RESP, , ",
    "EMPTY_CHOICES, 502, upstream_invalid_response",
    "NOTHING_AT_ALL, 502, upstream_invalid_response",
    "GARBAGE, 502, upstream_invalid_response",
    "NOT_HTTP, 502, ",
    "TRUNCATED, 502, ",
    "RESET, 502, ",
    "CLOSED_WITHOUT_A_WORD, 502, upstream_error",
    "TOO_SLOW, 504, upstream_timeout",
    "ONLY_COMMENTS, 504, upstream_timeout"
  })
  void namesTheFailureForAJsonAnswerAndForAStream(
      UpstreamFault fault, Integer status, String code) {
    for (String more : new String[] {"", ",\"stream\":true"}) {
      String model = fault.label() + (more.isEmpty() ? "-json" : "-sse");
      Reply reply =
          tenant
              .http()
              .post("/v1/chat/completions", tenant.chat(model, "x", more))
              .assertEnvelope();

      assertTrue(reply.status() >= 429, reply.toString());
      if (status != null) {
        assertEquals(status, reply.status(), reply.toString());
      }
      if (code != null) {
        assertEquals(code, reply.error().at("code").text(), reply.toString());
      }
      if (reply.status() == 429 || reply.status() == 503) {
        assertTrue(Integer.parseInt(reply.header("retry-after")) > 0, reply.toString());
      }
    }
  }

  @Test
  void saysThatNobodyListens() {
    tenant.postChat("refused", "x").assertError(502, "upstream_error");
  }

  @Test
  void saysThatThePromptIsTooLong() {
    tenant
        .simulator()
        .on(
            tenant.model("context"),
            Script.status(400)
                .json(
                    Answers.error(
                        "This model's maximum context length is 8192 tokens.",
                        "context_length_exceeded")));

    tenant.postChat("context", "x").assertError(400, "context_length_exceeded");
  }

  @Test
  void saysThatAPolicyRefusedThePrompt() {
    tenant
        .simulator()
        .on(
            tenant.model("filter"),
            Script.status(400)
                .json(
                    "{\"error\":{\"type\":\"content_filter\",\"message\":"
                        + "\"The request was rejected because it was considered high risk\"}}"));

    tenant.postChat("filter", "x").assertError(400, "content_filter");
  }

  @Test
  void keepsTheProvidersCredentialToItself() {
    tenant
        .simulator()
        .on(
            tenant.model("leak"),
            Script.status(401)
                .json(
                    Answers.error(
                        "Incorrect API key provided: upstream-key-of-" + tenant.name(),
                        "invalid_api_key")));

    Reply reply = tenant.postChat("leak", "x").assertError(502, "upstream_error");

    assertFalse(reply.toString().contains("upstream-key-of"), reply.toString());
    assertFalse(reply.toString().contains("127.0.0.1"), reply.toString());
  }

  @Test
  void doesNotBlameTheClientForAModelThatTheProviderDoesNotKnow() {
    tenant
        .simulator()
        .on(
            tenant.model("unknown-model"),
            Script.status(404).json(Answers.error("The model does not exist", "model_not_found")));

    Reply reply = tenant.postChat("unknown-model", "x").assertEnvelope();

    assertTrue(reply.status() >= 404, reply.toString());
  }
}
