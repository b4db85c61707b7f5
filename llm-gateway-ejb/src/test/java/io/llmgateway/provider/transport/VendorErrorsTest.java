package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.llmgateway.chat.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each vendor says when it does not answer, by the vendors' documents. */
class VendorErrorsTest {

  private static Outcome refusal(int status, String body) {
    byte[] bytes = body.replace('`', '"').getBytes(StandardCharsets.UTF_8);
    return OutcomeClassifier.refusal(status, name -> null, bytes).outcome();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTH|401|1000",
        "AUTH|401|1001",
        "AUTH|401|1002",
        "AUTH|401|1003",
        "AUTH|401|1004",
        "PERM|400|1110",
        "PERM|400|1112",
        "PERM|400|1120",
        "PERM|400|1220",
        "PERM|429|1309",
        "PERM|429|1311",
        "QUOTA|429|1113",
        "QUOTA|429|1304",
        "QUOTA|429|1308",
        "QUOTA|429|1310",
        "BADREQ|400|1210",
        "BADREQ|400|1212",
        "BADREQ|400|1213",
        "BADREQ|400|1214",
        "BADREQ|400|1215",
        "NOTFOUND|400|1211",
        "NOTFOUND|400|1222",
        "SERVER|500|1230",
        "SERVER|500|1234",
        "TOOLONG|400|1261",
        "FILTER|400|1300",
        "FILTER|400|1301",
        "RATE|429|1302",
        "RATE|429|1303",
        "RATE|429|1313",
        "OVERLOAD|429|1305",
        "OVERLOAD|429|1312",
        "PERM|434|none",
        "BADREQ|435|none"
      })
  void zhipu(Outcome outcome, int status, String code) {
    assertEquals(
        outcome, refusal(status, "{`error`:{`code`:`" + code + "`,`message`:`said`}}"), code);
  }

  @ParameterizedTest
  @CsvSource({
    "400,InvalidParameter,BADREQ",
    "400,DataInspectionFailed,FILTER",
    "400,Arrearage,QUOTA",
    "401,InvalidApiKey,AUTH",
    "403,AccessDenied,PERM",
    "403,AccessDenied.Unpurchased,PERM",
    "403,AllocationQuota.FreeTierOnly,QUOTA",
    "404,ModelNotFound,NOTFOUND",
    "408,RequestTimeOut,TIMEOUT",
    "413,BadRequest.TooLarge,BADREQ",
    "429,Throttling,RATE",
    "429,Throttling.RateQuota,RATE",
    "429,Throttling.AllocationQuota,RATE",
    "500,InternalError,SERVER",
    "500,InternalError.Algo,SERVER",
    "500,InternalError.Timeout,TIMEOUT",
    "503,ModelUnavailable,OVERLOAD",
    "503,ModelServingError,OVERLOAD"
  })
  void dashScope(int status, String code, Outcome outcome) {
    assertEquals(outcome, refusal(status, "{`code`:`" + code + "`,`message`:`m`}"));
  }

  @Test
  void anAllocationQuotaIsMoneyWhenTheTextSaysSo() {
    assertEquals(
        Outcome.QUOTA,
        refusal(
            429,
            "{`code`:`Throttling.AllocationQuota`,"
                + "`message`:`The free tier of the model has been exhausted.`}"));
  }

  @ParameterizedTest
  @CsvSource({
    "1000,SERVER", "1001,TIMEOUT", "1002,RATE", "1004,AUTH", "1008,QUOTA", "1013,SERVER",
    "1024,SERVER", "1026,FILTER", "1027,FILTER", "1028,QUOTA", "1030,QUOTA", "1033,SERVER",
    "1039,RATE", "1042,BADREQ", "2013,BADREQ", "2049,AUTH", "2056,QUOTA", "2061,PERM"
  })
  void miniMaxInsideA200(int code, Outcome outcome) {
    assertInside(
        outcome, "{`choices`:null,`base_resp`:{`status_code`:" + code + ",`status_msg`:`m`}}");
  }

  @ParameterizedTest
  @CsvSource({
    "1,SERVER",
    "2,SERVER",
    "3,NOTFOUND",
    "4,OVERLOAD",
    "6,PERM",
    "13,AUTH",
    "14,AUTH",
    "15,SERVER",
    "17,QUOTA",
    "18,RATE",
    "19,QUOTA",
    "100,AUTH",
    "110,AUTH",
    "111,AUTH",
    "336000,SERVER",
    "336001,BADREQ",
    "336003,BADREQ",
    "336004,PERM",
    "336100,OVERLOAD",
    "336103,TOOLONG",
    "336104,BADREQ",
    "336501,RATE",
    "336502,RATE"
  })
  void qianfanInsideA200(int code, Outcome outcome) {
    assertInside(outcome, "{`error_code`:" + code + ",`error_msg`:`m`}");
  }

  @ParameterizedTest
  @CsvSource({
    "10000,BADREQ", "10005,BADREQ", "10006,RATE", "10007,RATE", "10008,OVERLOAD",
    "10009,SERVER", "10012,SERVER", "10013,FILTER", "10014,FILTER", "10015,PERM",
    "10019,FILTER", "10021,FILTER", "10110,OVERLOAD", "10163,BADREQ", "10222,SERVER",
    "10907,TOOLONG", "11200,QUOTA", "11201,QUOTA", "11202,RATE", "11203,RATE"
  })
  void sparkInsideA200(int code, Outcome outcome) {
    assertInside(outcome, "{`code`:" + code + ",`message`:`m`,`sid`:`s`}");
    assertInside(outcome, "{`header`:{`code`:" + code + ",`message`:`m`,`sid`:`s`}}");
    assertInside(
        outcome,
        "{`code`:" + code + ",`message`:`m`,`sid`:`s`,`choices`:[{`delta`:{`content`:``}}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "400,MissingParameter,BADREQ",
    "400,InvalidParameter.UnsupportedModel,BADREQ",
    "400,SensitiveContentDetected.Violence,FILTER",
    "400,InputImageSensitiveContentDetected,FILTER",
    "400,OutputTextSensitiveContentDetected,FILTER",
    "400,OutofContextError,TOOLONG",
    "401,AuthenticationError,AUTH",
    "403,AccountOverdueError,QUOTA",
    "403,AccessDenied,PERM",
    "404,InvalidEndpointOrModel.NotFound,NOTFOUND",
    "404,InvalidEndpointOrModel.ModelIDAccessDisabled,NOTFOUND",
    "404,ModelNotOpen,PERM",
    "404,UnsupportedModel,NOTFOUND",
    "429,ModelAccountTpmRateLimitExceeded,RATE",
    "429,AccountRateLimitExceeded,RATE",
    "429,QuotaExceeded,QUOTA",
    "429,SetLimitExceeded,QUOTA",
    "429,ServerOverloaded,OVERLOAD",
    "500,InternalServiceError,SERVER",
    "400,EndpointAccountRpmRateLimitExceeded,RATE",
    "400,ServiceResourceWaitQueueFull,OVERLOAD",
    "400,ReqTextExistRisk,FILTER"
  })
  void ark(int status, String code, Outcome outcome) {
    assertEquals(
        outcome,
        refusal(status, "{`error`:{`code`:`" + code + "`,`message`:`m`,`type`:`Forbidden`}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "AuthFailure.SignatureFailure,AUTH",
    "AuthFailure.SecretIdNotFound,AUTH",
    "UnauthorizedOperation,PERM",
    "FailedOperation.EngineServerLimitExceeded,OVERLOAD",
    "FailedOperation.EngineRequestTimeout,TIMEOUT",
    "FailedOperation.EngineServerError,SERVER",
    "InternalError,SERVER",
    "FailedOperation.ResourcePackExhausted,QUOTA",
    "FailedOperation.FreeResourcePackExhausted,QUOTA",
    "FailedOperation.ServiceStopArrears,QUOTA",
    "ResourceUnavailable.InArrears,QUOTA",
    "ResourceUnavailable.LowBalance,QUOTA",
    "ResourceInsufficient.ChargeResourceExhaust,QUOTA",
    "FailedOperation.ServiceNotActivated,PERM",
    "FailedOperation.UserUnAuthError,PERM",
    "LimitExceeded,RATE",
    "RequestLimitExceeded,RATE",
    "OperationDenied.TextIllegalDetected,FILTER",
    "OperationDenied.ImageIllegalDetected,FILTER",
    "InvalidParameterValue,BADREQ",
    "InvalidParameterValue.Model,NOTFOUND"
  })
  void hunyuanInsideA200(String code, Outcome outcome) {
    assertInside(outcome, "{`Response`:{`Error`:{`Code`:`" + code + "`,`Message`:`m`}}}");
    assertInside(outcome, "{`ErrorMsg`:{`Code`:`" + code + "`,`Msg`:`m`}}");
    assertInside(outcome, "{`ResponseMetadata`:{`Error`:{`Code`:`" + code + "`}}}");
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_request_error,BADREQ",
    "401,authentication_error,AUTH",
    "402,billing_error,QUOTA",
    "403,permission_error,PERM",
    "404,not_found_error,NOTFOUND",
    "413,request_too_large,BADREQ",
    "429,rate_limit_error,RATE",
    "500,api_error,SERVER",
    "504,timeout_error,TIMEOUT",
    "529,overloaded_error,OVERLOAD"
  })
  void anthropic(int status, String type, Outcome outcome) {
    String body = "{`type`:`error`,`error`:{`type`:`" + type + "`,`message`:`m`}}";
    assertEquals(outcome, refusal(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|RATE|`status`:`RESOURCE_EXHAUSTED`,`message`:`Resource exhausted`",
        "429|QUOTA|`status`:`RESOURCE_EXHAUSTED`,`details`:[{`violations`:[{`quotaId`:`GenerateRequestsPerDayPerProjectPerModel-FreeTier`}]}]",
        "429|RATE|`status`:`RESOURCE_EXHAUSTED`,`message`:`You exceeded your current quota`,`details`:[{`violations`:[{`quotaId`:`GenerateRequestsPerMinutePerProjectPerModel`}]}]",
        "429|QUOTA|`status`:`RESOURCE_EXHAUSTED`,`message`:`You exceeded your current quota`",
        "400|AUTH|`status`:`INVALID_ARGUMENT`,`details`:[{`reason`:`API_KEY_INVALID`}]",
        "400|BADREQ|`status`:`FAILED_PRECONDITION`,`message`:`User location is not supported`",
        "403|PERM|`status`:`PERMISSION_DENIED`",
        "404|NOTFOUND|`status`:`NOT_FOUND`",
        "500|SERVER|`status`:`INTERNAL`",
        "503|OVERLOAD|`status`:`UNAVAILABLE`",
        "504|TIMEOUT|`status`:`DEADLINE_EXCEEDED`",
      })
  void gemini(int status, Outcome outcome, String fields) {
    String error = "{`error`:{`code`:" + status + "," + fields + "}}";
    assertEquals(outcome, refusal(status, error));
    assertEquals(outcome, refusal(status, "[" + error + "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|NOTFOUND|{`error`:{`message`:`Model Not Exist`,`type`:`invalid_request_error`}}",
        "404|NOTFOUND|{`error`:`model 'x' not found, try pulling it first`}",
        "400|QUOTA|{`type`:`error`,`error`:{`type`:`invalid_request_error`,`message`:`Your credit balance is too low`}}",
        "429|QUOTA|{`error`:{`message`:`Insufficient account balance`,`type`:`x`}}",
        "403|QUOTA|{`error`:{`message`:`预扣费额度失败, 用户剩余额度不足`,`type`:`new_api_error`}}",
        "429|RATE|{`error`:{`message`:`请求过于频繁`}}",
        "500|OVERLOAD|{`error`:{`message`:`系统繁忙，请稍后再试`}}",
        "400|FILTER|{`error`:{`message`:`输入内容包含敏感信息`}}",
        "400|TOOLONG|{`error`:{`message`:`Range of input length should be [1, 30720]`}}",
        "424|SERVER|{`error`:{`message`:`the model failed`}}",
        "409|SERVER|",
        "407|AUTH|",
        "451|FILTER|",
        "499|SERVER|",
        "520|SERVER|<html>",
        "524|TIMEOUT|<html>",
        "413|INVALID|<html>",
        "301|INVALID|",
        "307|INVALID|{}",
        "200|SERVER|{`success`:false,`errors`:[{`code`:7000,`message`:`No route`}]}",
        "200|SERVER|{`error`:true,`message`:`failed`}",
        "200|RATE|{`status`:{`code`:8,`message`:`slow`}}",
        "200|SERVER|{`status`:`error`,`message`:`failed`}",
        "200|SERVER|{`success`:false,`msg`:`failed`}",
        "200|RATE|{`__type`:`ThrottlingException`,`type`:`error`,`message`:`m`}",
      })
  void others(int status, Outcome outcome, String body) {
    String text = body == null ? "" : body;
    if (status == 200) {
      assertInside(outcome, text);
    } else {
      assertEquals(outcome, refusal(status, text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid value: 'insufficient balance'. Supported values are: 'auto'",
        "Invalid \\\"too many requests\\\" in tools[0].function.name",
        "`api key not valid` is no role"
      })
  void whatAProviderQuotesIsNotItsOwnWord(String message) {
    String body =
        "{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\"}}";
    Fault fault =
        OutcomeClassifier.refusal(
            400, Map.<String, String>of()::get, body.getBytes(StandardCharsets.UTF_8));

    assertEquals(Outcome.BADREQ, fault.outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{`choices`:[{`delta`:{`content`:`a`}}],`code`:0,`message`:`Success`}",
        "{`choices`:[{`delta`:{`content`:`a`}}],`code`:200}",
        "{`choices`:[{`delta`:{`content`:`a`}}],`status`:{`code`:0,`message`:`ok`}}",
        "{`choices`:[{`delta`:{`content`:`a`}}],`errors`:[],`error`:[]}",
        "{`choices`:[{`delta`:{`content`:`a`}}],`success`:true,`error`:false}",
        "{`choices`:[{`delta`:{`content`:`a`}}],`status`:`completed`}",
      })
  void aWordThatAllIsWellIsNoError(String body) {
    assertNull(OutcomeClassifier.inside(JsonText.parse(body.replace('`', '"'))));
  }

  private static void assertInside(Outcome outcome, String body) {
    Fault fault = OutcomeClassifier.inside(JsonText.parse(body.replace('`', '"')));
    assertNotNull(fault, body);
    assertEquals(outcome, fault.outcome(), body);
  }
}
