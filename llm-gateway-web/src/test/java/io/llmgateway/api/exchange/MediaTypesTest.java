package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "application/json; profile=x"
      })
  void takesJson(String type) {
    MediaTypes.requireJson(type);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16"
      })
  void refusesOtherTypes(String type) {
    assertEquals(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        assertThrows(ChatException.Final.class, () -> MediaTypes.requireJson(type)).code());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "text/event-stream",
        "text/html, application/json;q=0.5",
        "text/html;q=1.0, */*;q=0.1"
      })
  void servesWhoeverTakesJsonOrEvents(String accept) {
    MediaTypes.requireAcceptable(accept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml, image/*", "application/json;q=0"})
  void refusesWhoeverTakesNeither(String accept) {
    assertEquals(
        ErrorCode.NOT_ACCEPTABLE,
        assertThrows(ChatException.Final.class, () -> MediaTypes.requireAcceptable(accept)).code());
  }
}
