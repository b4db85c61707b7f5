package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Script;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each class of error as OpenAI's own Java client raises it: status, code, type, param. */
class ErrorsIT {
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("errors")
            .models("echo", "broken")
            .unpriced("unpriced")
            .with("gateway.model.@-orphan.price.input", "1.00")
            .with("gateway.model.@-orphan.price.output", "1.00")
            .key("expired", Map.of("expires", "2020-01-01T00:00:00Z"))
            .key("disabled", Map.of("enabled", "false"))
            .key("narrow", Map.of("models", "nothing-of-this"))
            .key("slow", Map.of("limit.requests-per-minute", "1"))
            .with("gateway.account.@-closed.opening-balance", "1.00")
            .with("gateway.account.@-closed.currency", "USD")
            .with("gateway.account.@-closed.enabled", "false")
            .with("gateway.key.@-of-closed.secret", "sk-test-secret-of-@-of-closed")
            .with("gateway.key.@-of-closed.account", "@-closed")
            .with("gateway.account.@-poor.opening-balance", "0.000001")
            .with("gateway.account.@-poor.currency", "USD")
            .with("gateway.key.@-of-poor.secret", "sk-test-secret-of-@-of-poor")
            .with("gateway.key.@-of-poor.account", "@-poor")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void namesTheFieldOfABadRequest() {
    OpenAIServiceException error =
        call(
            BadRequestException.class,
            "",
            params("echo").putAdditionalBodyProperty("temperature", JsonValue.from("hot")));

    assertError(error, 400, "invalid_request", "invalid_request_error");
    assertEquals("temperature", error.param().orElseThrow());
  }

  @Test
  void refusesAnUnknownKey() {
    OpenAIServiceException error = call(UnauthorizedException.class, "no-such", params("echo"));

    assertError(error, 401, "invalid_api_key", "authentication_error");
  }

  @Test
  void refusesACallWithoutAKey() {
    new Http(tenant.baseUrl(), null)
        .post("/v1/chat/completions", tenant.chat("echo", "x"))
        .assertError(401, "missing_api_key");
  }

  @Test
  void takesTheKeyAlsoFromItsOtherHeader() {
    new Http(tenant.baseUrl(), null)
        .post("/v1/chat/completions", tenant.chat("echo", "x"), "x-api-key", tenant.secret())
        .assertOk();
  }

  @Test
  void refusesAKeyThatOnlyBeginsLikeAValidOne() {
    for (String wrong : new String[] {tenant.secret() + "x", tenant.secret().substring(0, 20)}) {
      new Http(tenant.baseUrl(), wrong).get("/v1/models").assertError(401, "invalid_api_key");
    }
  }

  @Test
  void refusesAnExpiredKey() {
    OpenAIServiceException error = call(PermissionDeniedException.class, "expired", params("echo"));

    assertError(error, 403, "key_expired", "permission_error");
  }

  @Test
  void refusesADisabledKeyAndAClosedAccount() {
    assertError(
        call(PermissionDeniedException.class, "disabled", params("echo")),
        403,
        "key_disabled",
        "permission_error");
    assertError(
        call(PermissionDeniedException.class, "of-closed", params("echo")),
        403,
        "account_disabled",
        "permission_error");
  }

  @Test
  void refusesAModelThatTheKeyMayNotCall() {
    OpenAIServiceException error = call(PermissionDeniedException.class, "narrow", params("echo"));

    assertError(error, 403, "model_not_allowed", "permission_error");
  }

  @Test
  void refusesACallThatTheWalletCanNotCover() {
    OpenAIServiceException error =
        call(UnexpectedStatusCodeException.class, "of-poor", params("echo"));

    assertError(error, 402, "insufficient_funds", "insufficient_quota");
  }

  @Test
  void doesNotKnowAModelThatNobodySells() {
    OpenAIServiceException error = call(NotFoundException.class, "", params("nowhere"));

    assertError(error, 404, "model_not_found", "invalid_request_error");
    assertEquals("model", error.param().orElseThrow());
  }

  @Test
  void refusesAModelWithoutAPrice() {
    OpenAIServiceException error = call(UnprocessableEntityException.class, "", params("unpriced"));

    assertError(error, 422, "model_not_priced", "invalid_request_error");
  }

  @Test
  void saysThatNoChannelSellsAModelThatTheOperatorHasPriced() {
    OpenAIServiceException error = call(InternalServerException.class, "", params("orphan"));

    assertError(error, 503, "no_channel_available", "server_error");
    assertTrue(Integer.parseInt(error.headers().values("retry-after").get(0)) > 0);
  }

  @Test
  void refusesWhatALegacyCompletionCanNotDo() {
    String body = "{\"model\":\"" + tenant.model("echo") + "\",\"prompt\":\"a\",\"suffix\":\"b\"}";

    Reply reply =
        tenant.http().post("/v1/completions", body).assertError(400, "unsupported_parameter");

    assertEquals("suffix", reply.error().at("param").text());
  }

  @Test
  void saysWhenTheLimitIsReached() {
    tenant.http("slow").post("/v1/chat/completions", tenant.chat("echo", "x")).assertOk();

    OpenAIServiceException error = call(RateLimitException.class, "slow", params("echo"));

    assertError(error, 429, "rate_limit_exceeded", "rate_limit_error");
    assertTrue(Integer.parseInt(error.headers().values("retry-after").get(0)) > 0);
  }

  @Test
  void saysThatTheProviderFailed() {
    tenant.simulator().on(tenant.model("broken"), Script.status(500).json("{}"));

    OpenAIServiceException error = call(InternalServerException.class, "", params("broken"));

    assertError(error, 502, "upstream_error", "server_error");
  }

  /**
   * @param key suffix of a further key, or empty for the tenant's own
   */
  private static OpenAIServiceException call(
      Class<? extends OpenAIServiceException> kind,
      String key,
      ChatCompletionCreateParams.Builder params) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(tenant.baseUrl().resolve("/v1").toString())
            .apiKey(tenant.secret(key.isEmpty() ? tenant.name() : tenant.name() + "-" + key))
            .maxRetries(0)
            .build();
    try {
      return assertThrows(kind, () -> client.chat().completions().create(params.build()));
    } finally {
      client.close();
    }
  }

  private static void assertError(
      OpenAIServiceException error, int status, String code, String type) {
    assertEquals(status, error.statusCode());
    assertEquals(code, error.code().orElseThrow());
    assertEquals(type, error.type().orElseThrow());
    assertTrue(!error.headers().values("x-request-id").isEmpty());
    assertTrue(error.headers().values("content-type").get(0).startsWith("application/json"));
  }

  private static ChatCompletionCreateParams.Builder params(String model) {
    return ChatCompletionCreateParams.builder().model(tenant.model(model)).addUserMessage("x");
  }
}
