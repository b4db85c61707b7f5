package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeClassifierTest {
  private static final Endpoint ENDPOINT =
      new Endpoint(
          "channel", URI.create("http://p.test/v1"), "sk-secret-1234", Timeouts.DEFAULT, Map.of());

  private static Fault refusal(int status, String body, Map<String, String> headers) {
    return OutcomeClassifier.refusal(
        status, headers::get, body.replace('`', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Fault refusal(int status, String body) {
    return refusal(status, body, Map.of());
  }

  /** Bodies as the providers' documents and adapters show them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|RATE|{`error`:{`message`:`Rate limit reached`,`type`:`requests`,`code`:`rate_limit_exceeded`}}",
        "429|QUOTA|{`error`:{`message`:`You exceeded your current quota`,`type`:`insufficient_quota`,`code`:`insufficient_quota`}}",
        "400|TOOLONG|{`error`:{`message`:`This model's maximum context length is 8192`,`type`:`invalid_request_error`,`code`:`context_length_exceeded`}}",
        "401|AUTH|{`error`:{`message`:`Incorrect API key`,`type`:`invalid_request_error`,`code`:`invalid_api_key`}}",
        "403|PERM|{`error`:{`message`:`Country not supported`,`code`:`unsupported_country_region_territory`}}",
        "404|NOTFOUND|{`error`:{`message`:`no such model`,`type`:`invalid_request_error`,`code`:`model_not_found`}}",
        "400|BADREQ|{`error`:{`message`:`bad`,`type`:`invalid_request_error`,`param`:`n`,`code`:null}}",
        "402|QUOTA|{`error`:{`message`:`Insufficient Balance`,`type`:`unknown_error`,`param`:null,`code`:`invalid_request_error`}}",
        "422|BADREQ|{`error`:{`message`:`Failed to deserialize`,`type`:`invalid_request_error`}}",
        "503|OVERLOAD|{`error`:{`message`:`busy`}}",
        "429|QUOTA|{`error`:{`code`:`1113`,`message`:`arrears`}}",
        "429|RATE|{`error`:{`code`:`1302`,`message`:`concurrency`}}",
        "429|OVERLOAD|{`error`:{`code`:`1305`,`message`:`overloaded`}}",
        "429|QUOTA|{`error`:{`code`:`1308`,`message`:`used up until 10:00`}}",
        "400|FILTER|{`error`:{`code`:`1301`,`message`:`unsafe`}}",
        "400|TOOLONG|{`error`:{`code`:`1261`,`message`:`Prompt too long`}}",
        "401|AUTH|{`error`:{`code`:`1002`,`message`:`token`}}",
        "400|QUOTA|{`code`:`Arrearage`,`message`:`Access denied`,`request_id`:`r`}",
        "400|FILTER|{`code`:`DataInspectionFailed`,`message`:`Input data may contain`,`request_id`:`r`}",
        "400|FILTER|{`error`:{`code`:`data_inspection_failed`,`message`:`Input`,`type`:`data_inspection_failed`},`request_id`:`r`}",
        "429|RATE|{`code`:`Throttling.RateQuota`,`message`:`Requests rate limit exceeded`}",
        "429|RATE|{`error`:{`code`:`limit_requests`,`message`:`You exceeded your current requests list`}}",
        "400|BADREQ|{`error`:{`code`:`invalid_parameter_error`,`message`:`parameter.enable_thinking must be set to false`,`type`:`invalid_request_error`}}",
        "429|QUOTA|{`error`:{`type`:`exceeded_current_quota_error`,`message`:`suspended`}}",
        "429|RATE|{`error`:{`type`:`rate_limit_reached_error`,`message`:`max RPM`}}",
        "429|OVERLOAD|{`error`:{`type`:`engine_overloaded_error`,`message`:`The engine is currently overloaded`}}",
        "400|FILTER|{`error`:{`type`:`content_filter`,`message`:`The request was rejected because it was considered high risk`}}",
        "400|TOOLONG|{`error`:{`type`:`invalid_request_error`,`message`:`Invalid request: Your request exceeded model token limit: 8192`}}",
        "451|FILTER|{`error`:{`message`:`blocked`,`type`:`censorship_blocked`}}",
        "403|QUOTA|{`error`:{`code`:`AccountOverdueError`,`message`:`overdue`,`type`:`Forbidden`}}",
        "429|RATE|{`error`:{`code`:`RateLimitExceeded.EndpointRPMExceeded`,`message`:`rpm`,`type`:`TooManyRequests`}}",
        "429|QUOTA|{`error`:{`code`:`SetLimitExceeded`,`message`:`limit`,`type`:`TooManyRequests`}}",
        "429|OVERLOAD|{`error`:{`code`:`ServerOverloaded`,`message`:`busy`,`type`:`TooManyRequests`}}",
        "400|FILTER|{`error`:{`code`:`InputTextSensitiveContentDetected`,`message`:`x`,`type`:`BadRequest`}}",
        "404|PERM|{`error`:{`code`:`ModelNotOpen`,`message`:`x`,`type`:`NotFound`}}",
        "429|RATE|{`error`:{`code`:`rpm_rate_limit_exceeded`,`message`:`Rate limit reached for RPM`,`type`:`rate_limit_exceeded`},`id`:`as-x`}",
        "400|FILTER|{`error`:{`code`:`content_filter`,`message`:`x`,`param`:`prompt`,`type`:null,`status`:400,`innererror`:{`code`:`ResponsibleAIPolicyViolation`}}}",
        "401|AUTH|{`error`:{`code`:`401`,`message`:`Access denied due to invalid subscription key`}}",
        "429|RATE|{`error`:{`code`:`429`,`message`:`Requests have exceeded call rate limit`}}",
        "429|RATE|[{`error`:{`code`:429,`message`:`Resource exhausted`,`status`:`RESOURCE_EXHAUSTED`}}]",
        "400|AUTH|[{`error`:{`code`:400,`message`:`API key not valid. Please pass a valid API key.`,`status`:`INVALID_ARGUMENT`}}]",
        "503|OVERLOAD|[{`error`:{`code`:503,`message`:`overloaded`,`status`:`UNAVAILABLE`}}]",
        "401|AUTH|{`message`:`Unauthorized`,`request_id`:`r`}",
        "422|BADREQ|{`detail`:[{`type`:`extra_forbidden`,`loc`:[`body`,`user`],`msg`:`Extra inputs are not permitted`}]}",
        "429|RATE|{`object`:`error`,`message`:`Rate limit exceeded`,`type`:`rate_limited`,`param`:null,`code`:`1300`}",
        "400|BADREQ|{`object`:`error`,`message`:`x`,`type`:`BadRequestError`,`param`:null,`code`:400}",
        "400|TOOLONG|{`object`:`error`,`message`:`This model's maximum context length is 4096 tokens`,`type`:`BadRequestError`,`code`:400}",
        "400|TOOLONG|{`error`:{`code`:400,`message`:`the request exceeds the available context size`,`type`:`exceed_context_size_error`}}",
        "503|OVERLOAD|{`error`:{`code`:503,`message`:`Loading model`,`type`:`unavailable_error`}}",
        "401|AUTH|{`error`:`Unauthorized`}",
        "500|SERVER|{`error`:{`message`:`boom`,`type`:`server_error`}}",
        "529|OVERLOAD|{`type`:`error`,`error`:{`type`:`overloaded_error`,`message`:`Overloaded`}}",
        "504|TIMEOUT|{}",
        "500|SERVER|",
        "502|SERVER|<html><body>nginx</body></html>",
        "400|INVALID|<html><body>cloudflare</body></html>",
        "301|INVALID|",
        "418|BADREQ|{`error`:{`message`:`tea`}}",
      })
  void tellsARefusalByItsWordsBeforeItsStatus(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body == null ? "" : body).outcome());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RATE|{`base_resp`:{`status_code`:1002,`status_msg`:`rate limit`}}",
        "QUOTA|{`base_resp`:{`status_code`:1008,`status_msg`:`insufficient balance`}}",
        "FILTER|{`choices`:[{}],`base_resp`:{`status_code`:1027,`status_msg`:`output`}}",
        "RATE|{`error_code`:18,`error_msg`:`Open api qps request limit reached`}",
        "QUOTA|{`error_code`:17,`error_msg`:`Open api daily request limit reached`}",
        "AUTH|{`error_code`:110,`error_msg`:`Access token invalid or no longer valid`}",
        "FILTER|{`code`:10013,`message`:`input`,`sid`:`s`}",
        "QUOTA|{`code`:11200,`message`:`licence`,`sid`:`s`}",
        "RATE|{`code`:11202,`message`:`qps`,`sid`:`s`}",
        "OVERLOAD|{`code`:10008,`message`:`capacity`,`sid`:`s`}",
        "FILTER|{`header`:{`code`:10014,`message`:`output`}}",
        "FILTER|{`code`:1301,`msg`:`unsafe`,`success`:false}",
        "QUOTA|{`Response`:{`Error`:{`Code`:`FailedOperation.ServiceStopArrears`,`Message`:`x`}}}",
        "AUTH|{`Response`:{`Error`:{`Code`:`AuthFailure.SignatureFailure`,`Message`:`x`}}}",
        "SERVER|{`error`:`something broke`}",
        "OVERLOAD|{`error`:{`code`:503,`message`:`x`}}",
        "BADREQ|{`error`:{`message`:`x`,`type`:`invalid_request_error`}}",
        "RATE|{`code`:`Throttling`,`message`:`x`}",
        "SERVER|{`error`:{`message`:`never heard of`,`code`:`whatever`}}",
      })
  void findsErrorsInsideAnswersThatClaimToBeFine(Outcome outcome, String body) {
    Fault fault = OutcomeClassifier.inside(JsonText.parse(body.replace('`', '"')));
    assertNotNull(fault);
    assertEquals(outcome, fault.outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{`choices`:[{`delta`:{}}],`error`:null}",
        "{`choices`:[{}],`base_resp`:{`status_code`:0,`status_msg`:``}}",
        "{`code`:0,`message`:`Success`,`choices`:[]}",
        "{`code`:200,`message`:`ok`}",
        "{`choices`:[{}],`code`:`whatever`}",
        "{`choices`:[],`usage`:{`prompt_tokens`:1}}",
        "{`error`:{},`choices`:[]}",
        "{`object`:`list`,`data`:[]}",
        "{}",
        "[]",
        "3",
      })
  void findsNoErrorWhereNoneIs(String body) {
    assertNull(OutcomeClassifier.inside(JsonText.parse(body.replace('`', '"'))));
  }

  @Test
  void passesMessageAndParamOfABadRequestOn() {
    ChatException e =
        refusal(400, "{`error`:{`message`:`n must be 1`,`param`:`n`}}").exception(ENDPOINT, false);
    ChatException.Final last = assertInstanceOf(ChatException.Final.class, e);
    assertEquals(ErrorCode.INVALID_REQUEST, last.code());
    assertEquals("n must be 1", last.getMessage());
    assertEquals("n", last.param());
  }

  @ParameterizedTest
  @CsvSource({
    "BADREQ,INVALID_REQUEST",
    "TOOLONG,CONTEXT_LENGTH_EXCEEDED",
    "FILTER,CONTENT_FILTER",
  })
  void isFinalWhenTheRequestIsAtFault(Outcome outcome, ErrorCode code) {
    ChatException e = Fault.of(outcome, "x").exception(ENDPOINT, false);
    assertInstanceOf(ChatException.Final.class, e);
    assertEquals(code, e.code());
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH,UPSTREAM_ERROR", "PERM,UPSTREAM_ERROR", "QUOTA,UPSTREAM_ERROR",
    "RATE,RATE_LIMIT_EXCEEDED", "OVERLOAD,UPSTREAM_ERROR", "NOTFOUND,UPSTREAM_ERROR",
    "TIMEOUT,UPSTREAM_TIMEOUT", "SERVER,UPSTREAM_ERROR", "CONNECT,UPSTREAM_ERROR",
    "INVALID,UPSTREAM_INVALID_RESPONSE", "CUT,UPSTREAM_ERROR"
  })
  void mayBeRetriedElsewhereInAllOtherCases(Outcome outcome, ErrorCode code) {
    ChatException e = Fault.of(outcome, "x").exception(ENDPOINT, true);
    assertEquals(outcome, assertInstanceOf(ChatException.Retryable.class, e).outcome());
    assertEquals(code, e.code());
  }

  @Test
  void readsRetryAfterInSeconds() {
    assertEquals(
        Duration.ofSeconds(27), refusal(429, "", Map.of("retry-after", "27")).retryAfter());
  }

  @Test
  void readsRetryAfterAsADateByTheProvidersClock() {
    assertEquals(
        Duration.ofSeconds(90),
        refusal(
                503,
                "",
                Map.of(
                    "retry-after", "Sat, 21 Nov 2026 11:01:30 GMT",
                    "date", "Sat, 21 Nov 2026 11:00:00 GMT"))
            .retryAfter());
  }

  @Test
  void prefersTheMillisecondsOfRetryAfter() {
    assertEquals(
        Duration.ofMillis(1500),
        refusal(429, "", Map.of("retry-after", "2", "retry-after-ms", "1500")).retryAfter());
  }

  @Test
  void readsTheRetryDelayInsideAnError() {
    assertEquals(
        Duration.ofSeconds(27),
        refusal(
                429,
                "[{`error`:{`code`:429,`status`:`RESOURCE_EXHAUSTED`,`details`:[{`@type`:`QuotaFailure`},"
                    + "{`@type`:`RetryInfo`,`retryDelay`:`27s`}]}}]")
            .retryAfter());
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "", "NaN"})
  void ignoresARetryAfterThatSaysNothing(String value) {
    assertNull(refusal(429, "", Map.of("retry-after", value)).retryAfter());
  }

  @Test
  void capsARetryAfterBeyondAllMeasure() {
    assertEquals(Duration.ofDays(1), refusal(429, "", Map.of("retry-after", "1e300")).retryAfter());
  }

  @Test
  void cutsLongMessages() {
    String message =
        refusal(400, "{`error`:{`message`:`" + "x".repeat(10_000) + "`}}")
            .exception(ENDPOINT, false)
            .getMessage();
    assertEquals(500, message.length());
    assertTrue(message.endsWith("..."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key sk-secret-1234 is bad",
        "Bearer abcdefghijkl",
        "try sk-proj-ABCdef_123456",
        "at https://10.0.0.1:8080/v1/x",
        "at p.test",
        "at api.vendor.com/v1",
        "at 10.1.2.3:99",
      })
  void masksCredentialsAndAddresses(String text) {
    String message = Fault.of(Outcome.SERVER, text).exception(ENDPOINT, false).getMessage();
    assertTrue(message.contains("***") || message.contains("[address]"), message);
    for (String secret : new String[] {"secret", "abcdef", "ABCdef", "10.", "p.test", "vendor"}) {
      assertTrue(!message.contains(secret), message);
    }
  }

  @Test
  void saysNothingOfAnHtmlPageButThatItIsOne() {
    assertEquals(
        "HTTP 502 with an HTML page", refusal(502, "<html>nginx on host-7</html>").message());
  }
}
