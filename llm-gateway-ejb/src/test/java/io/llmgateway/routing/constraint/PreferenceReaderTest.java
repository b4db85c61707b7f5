package io.llmgateway.routing.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.routing.prompt.TaskType;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceReaderTest {
  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  private static RoutePreferences read(String text) {
    return PreferenceReader.read(json(text));
  }

  @Test
  void wishesNothingWhereNothingIsWritten() {
    assertSame(RoutePreferences.NONE, read("{'model':'m'}"));
    assertEquals(RoutePreferences.NONE, read("{'gateway':{},'provider':null,'models':null}"));
    assertEquals(RoutePreferences.NONE, read("{'gateway':{'sort':null,'order':null}}"));
  }

  @Test
  void readsEveryWish() {
    RoutePreferences wishes =
        read(
            "{'models':['a','b'],'gateway':{'order':['x'],'only':['x','y'],'ignore':['z'],"
                + "'max_price':{'prompt':'0.5','completion':1.25},'region':['EU','cn-beijing'],"
                + "'sort':'latency','allow_fallbacks':false,'require_parameters':true,"
                + "'data_collection':'deny','task':'code','quality':'premium'}}");
    assertEquals(List.of("a", "b"), wishes.models());
    assertEquals(List.of("x"), wishes.order());
    assertEquals(List.of("x", "y"), wishes.only());
    assertEquals(List.of("z"), wishes.ignore());
    assertEquals(new BigDecimal("0.5"), wishes.maxPrice().prompt());
    assertEquals(new BigDecimal("1.25"), wishes.maxPrice().completion());
    assertNull(wishes.maxPrice().request());
    assertEquals(List.of("eu", "cn-beijing"), wishes.regions());
    assertEquals(SortBy.LATENCY, wishes.sort());
    assertEquals(DataRetention.LIMITED, wishes.retention());
    assertEquals(TaskType.CODE, wishes.task());
    assertEquals(Quality.PREMIUM, wishes.quality());
    assertEquals(false, wishes.allowFallbacks());
    assertEquals(true, wishes.requireParameters());
  }

  @Test
  void takesTheGatewaysOwnWordBeforeTheProviders() {
    RoutePreferences wishes =
        read("{'gateway':{'sort':'price'},'provider':{'sort':'latency','only':['a']}}");
    assertEquals(SortBy.PRICE, wishes.sort());
    assertEquals(List.of("a"), wishes.only());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"gateway":"fast"}                            | gateway
          {"gateway":{"srot":"price"}}                  | gateway.srot
          {"gateway":{"sort":"cheap"}}                  | gateway.sort
          {"gateway":{"sort":{"by":"price"}}}           | gateway.sort
          {"gateway":{"order":"a"}}                     | gateway.order
          {"gateway":{"order":["a",1]}}                 | gateway.order[1]
          {"gateway":{"only":[""]}}                     | gateway.only[0]
          {"gateway":{"ignore":{}}}                     | gateway.ignore
          {"gateway":{"max_price":-1}}                  | gateway.max_price
          {"gateway":{"max_price":{"prompt":true}}}     | gateway.max_price.prompt
          {"gateway":{"max_price":{"prompt":"NaN"}}}    | gateway.max_price.prompt
          {"gateway":{"max_price":{"prompt":1e400}}}    | gateway.max_price.prompt
          {"gateway":{"max_price":{"input":1}}}         | gateway.max_price.input
          {"gateway":{"region":"E U"}}                  | gateway.region
          {"gateway":{"region":5}}                      | gateway.region
          {"gateway":{"allow_fallbacks":"no"}}          | gateway.allow_fallbacks
          {"gateway":{"require_parameters":1}}          | gateway.require_parameters
          {"gateway":{"task":"cooking"}}                | gateway.task
          {"gateway":{"quality":"best"}}                | gateway.quality
          {"gateway":{"data_collection":"never"}}       | gateway.data_collection
          {"provider":"openai"}                         | provider
          {"provider":{"quantizations":["int4"]}}       | provider.quantizations
          {"provider":{"sort":"cheap"}}                 | provider.sort
          {"models":"a"}                                | models
          {"models":[1]}                                | models[0]
          """)
  void refusesWhatItCanNotReadAndNamesIt(String body, String param) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> PreferenceReader.read(json(body)));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals(param, refused.param());
  }

  @Test
  void findsTheModelInTheListWhereItStandsNowhereElse() {
    assertEquals("a", PreferenceReader.firstModel(json("{'models':['a','b']}")));
    assertNull(PreferenceReader.firstModel(json("{'models':[]}")));
    assertNull(PreferenceReader.firstModel(json("{}")));
  }
}
