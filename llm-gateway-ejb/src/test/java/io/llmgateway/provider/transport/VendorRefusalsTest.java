package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each vendor whose refusals are a quirk of their own. Backticks are quotes. */
class VendorRefusalsTest {
  private static Outcome refusal(int status, String body) {
    byte[] bytes = body.replace('`', '"').getBytes(StandardCharsets.UTF_8);
    return OutcomeClassifier.refusal(status, name -> null, bytes).outcome();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{`error`:{`message`:`Insufficient account balance`,`type`:`x`}}",
        "{`error`:{`code`:`1113`,`message`:`Your account is in arrears`}}",
        "{`error`:{`message`:`m`,`type`:`exceeded_current_quota_error`}}",
        "{`error`:{`message`:`m`,`type`:`insufficient_quota`,`code`:`insufficient_quota`}}",
        "{`error`:{`message`:`账户余额不足，请充值`}}",
        "{`error`:{`message`:`You exceeded your current quota, please check your plan`}}"
      })
  void anEmptyAccountIsNoRateLimit(String body) {
    assertEquals(Outcome.QUOTA, refusal(429, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "402|QUOTA|{`error`:{`message`:`Insufficient Balance`,`type`:`unknown_error`,`param`:null,`code`:`invalid_request_error`}}",
        "422|BADREQ|{`error`:{`message`:`Failed to deserialize the JSON body`,`type`:`invalid_request_error`}}",
        "503|OVERLOAD|{`error`:{`message`:`Service is too busy`,`type`:`service_unavailable_error`}}",
        "401|AUTH|{`error`:{`message`:`Authentication Fails (no such user)`,`type`:`authentication_error`,`code`:`invalid_request_error`}}",
        "400|TOOLONG|{`error`:{`message`:`This model's maximum context length is 65536 tokens.`,`type`:`invalid_request_error`}}"
      })
  void deepSeek(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|QUOTA|exceeded_current_quota_error",
        "429|RATE|rate_limit_reached_error",
        "429|OVERLOAD|engine_overloaded_error",
        "401|AUTH|invalid_authentication_error",
        "401|AUTH|incorrect_api_key_error",
        "403|PERM|permission_denied_error",
        "404|NOTFOUND|resource_not_found_error",
        "400|FILTER|content_filter",
        "400|BADREQ|invalid_request_error",
        "500|SERVER|server_error"
      })
  void moonshotIsReadByItsTypeAsItSendsNoCode(int status, Outcome outcome, String type) {
    assertEquals(outcome, refusal(status, "{`error`:{`type`:`" + type + "`,`message`:`said`}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "451|FILTER|{`error`:{`message`:`The content you provided is not allowed`,`type`:`censorship_blocked`}}",
        "451|FILTER|{}",
        "402|QUOTA|{`error`:{`message`:`m`,`type`:`quota_exceeded`}}",
        "402|QUOTA|{}",
        "429|RATE|{`error`:{`message`:`m`,`type`:`rate_limited`}}"
      })
  void stepFun(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|RATE|{`error`:{`code`:`rpm_rate_limit_exceeded`,`message`:`m`,`type`:`rate_limit_exceeded`},`id`:`as-1`}",
        "429|RATE|{`error`:{`code`:`tpm_rate_limit_exceeded`,`message`:`m`}}",
        "401|AUTH|{`error`:{`code`:`invalid_iam_token`,`message`:`IAM Certification failed`,`type`:`invalid_request_error`}}",
        "403|QUOTA|{`error`:{`code`:`account_arrears`,`message`:`m`}}",
        "200|RATE|{`code`:`rpm_rate_limit_exceeded`,`message`:`m`,`requestId`:`r`}",
        "200|AUTH|{`code`:`invalid_iam_token`,`message`:`m`}",
        "400|FILTER|{`error`:{`code`:`system_unsafe`,`message`:`m`}}"
      })
  void ernie(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "QUOTA|{`error`:{`code`:`insufficient_quota`,`param`:null,`type`:`insufficient_quota`,`message`:`m`}}",
        "QUOTA|{`error`:{`code`:null,`type`:`insufficient_quota`,`message`:`Rate limit reached`}}",
        "RATE|{`error`:{`code`:`rate_limit_exceeded`,`type`:`rate_limit_error`,`message`:`m`}}"
      })
  void baichuanAnswers429ForBalanceAndRate(Outcome outcome, String body) {
    assertEquals(outcome, refusal(429, body));
  }

  @Test
  void openAiOutOfMoneyIsNotARate() {
    assertEquals(
        Outcome.QUOTA,
        refusal(
            429,
            "{`error`:{`message`:`You exceeded your current quota`,`type`:`insufficient_quota`,"
                + "`param`:null,`code`:`insufficient_quota`}}"));
    assertEquals(
        Outcome.RATE,
        refusal(
            429,
            "{`error`:{`message`:`Rate limit reached for gpt-4o`,`type`:`tokens`,"
                + "`param`:null,`code`:`rate_limit_exceeded`}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{`error`:{`message`:`m`,`type`:null,`param`:`prompt`,`code`:`content_filter`,`status`:400,`innererror`:{`code`:`ResponsibleAIPolicyViolation`,`content_filter_result`:{`hate`:{`filtered`:true,`severity`:`high`}}}}}",
        "{`error`:{`message`:`m`,`code`:null,`innererror`:{`code`:`ResponsibleAIPolicyViolation`}}}"
      })
  void azureRefusesContentWithAnInnerError(String body) {
    assertEquals(Outcome.FILTER, refusal(400, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|AUTH|{`message`:`Unauthorized`,`request_id`:`r`}",
        "422|BADREQ|{`object`:`error`,`message`:{`detail`:[{`type`:`extra_forbidden`,`loc`:[`body`,`user`],`msg`:`Extra inputs are not permitted`}]},`type`:`invalid_request_error`,`code`:null}",
        "422|BADREQ|{`detail`:[{`type`:`missing`,`loc`:[`body`,`model`],`msg`:`Field required`}]}",
        "429|RATE|{`object`:`error`,`message`:`Rate limit exceeded`,`type`:`rate_limited`,`param`:null,`code`:`1300`}",
        "400|NOTFOUND|{`object`:`error`,`message`:`Invalid model: x`,`type`:`invalid_model`,`param`:null,`code`:`1500`}"
      })
  void mistralErrorsStandAtTheTop(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|TOOLONG|{`object`:`error`,`message`:`This model's maximum context length is 4096 tokens`,`type`:`BadRequestError`,`param`:null,`code`:400}",
        "400|TOOLONG|{`error`:{`message`:`This model's maximum context length is 4096 tokens`,`type`:`BadRequestError`,`param`:null,`code`:400}}",
        "404|NOTFOUND|{`object`:`error`,`message`:`The model x does not exist.`,`type`:`NotFoundError`,`code`:404}",
        "404|NOTFOUND|{`error`:{`message`:`The model x does not exist.`,`type`:`NotFoundError`,`code`:404}}",
        "401|AUTH|{`error`:`Unauthorized`}",
        "500|SERVER|{`error`:{`message`:`m`,`type`:`InternalServerError`,`code`:500}}"
      })
  void vllmOldAndNew(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503|OVERLOAD|{`error`:{`code`:503,`message`:`Loading model`,`type`:`unavailable_error`}}",
        "400|TOOLONG|{`error`:{`code`:400,`message`:`the request exceeds the available context size`,`type`:`exceed_context_size_error`,`n_prompt_tokens`:9000,`n_ctx`:4096}}"
      })
  void llamaCpp(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|NOTFOUND|{`error`:`model 'x' not found`}",
        "503|OVERLOAD|{`error`:`server busy, please try again.  maximum pending requests exceeded`}",
        "400|BADREQ|{`error`:`invalid request`}"
      })
  void ollamaErrorsAreBareTexts(int status, Outcome outcome, String body) {
    assertEquals(outcome, refusal(status, body));
  }

  @Test
  void arkEndpointsThatDoNotExistAreNotAskedAgain() {
    Outcome outcome =
        refusal(
            404,
            "{`error`:{`code`:`InvalidEndpointOrModel.ModelIDAccessDisabled`,`message`:`m`,"
                + "`type`:`NotFound`}}");

    assertTrue(outcome == Outcome.NOTFOUND || outcome == Outcome.PERM, "" + outcome);
  }

  /** {@code gateway.model.<model>.tool-calling=prompt} is the operator's way out. */
  @Test
  void vllmThatIsStartedWithoutToolsSaysSo() {
    String body =
        "{`object`:`error`,`message`:`'auto' tool choice requires --enable-auto-tool-choice and"
            + " --tool-call-parser to be set`,`type`:`BadRequestError`,`param`:null,`code`:400}";
    Fault fault =
        OutcomeClassifier.refusal(
            400, name -> null, body.replace('`', '"').getBytes(StandardCharsets.UTF_8));

    assertEquals(Outcome.BADREQ, fault.outcome());
    assertTrue(fault.message().contains("--enable-auto-tool-choice"), fault.message());
  }
}
