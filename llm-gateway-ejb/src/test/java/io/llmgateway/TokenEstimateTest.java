package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Usage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
  @Test
  void countsTheTextsOfAllMessagesAndTheAnswer() {
    Usage usage =
        TokenEstimate.of(
            body("{'messages':[{'role':'user','content':'hello world'}]}"), "", "hello world", "");
    assertEquals(2, usage.outputTokens());
    assertEquals(0, usage.reasoningTokens());
    assertTrue(usage.inputTokens() >= 2 && usage.inputTokens() <= 10, usage.toString());
  }

  @Test
  void countsReasoningAsPartOfTheOutput() {
    Usage usage = TokenEstimate.of(body("{'messages':[]}"), "", "hello", "hello world");
    assertEquals(2, usage.reasoningTokens());
    assertEquals(3, usage.outputTokens());
  }

  @Test
  void countsAnImageAsAnImageAndNotAsItsBase64() {
    String image =
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,"
            + "A".repeat(90_000)
            + "'}}";
    JsonObject body = body("{'messages':[{'role':'user','content':[" + image + "]}]}");
    assertTrue(TokenEstimate.prompt(body) < 2_000);
  }

  @Test
  void extrapolatesFromTheBeginningOfALongText() {
    String text = "lorem ipsum dolor sit amet ".repeat(40_000);
    long perRepeat = TokenEstimate.tokens("lorem ipsum dolor sit amet ".repeat(1_000)) / 1_000;
    long estimate = TokenEstimate.tokens(text);
    assertTrue(Math.abs(estimate - perRepeat * 40_000) < perRepeat * 40_000 / 10, "" + estimate);
  }

  @Test
  void countsEmbeddingInputsOfEveryForm() {
    assertEquals(2, TokenEstimate.prompt(body("{'input':'hello world'}")));
    assertEquals(4, TokenEstimate.prompt(body("{'input':['hello world','hello world']}")));
    assertEquals(3, TokenEstimate.prompt(body("{'input':[1,2,3]}")));
  }

  private static JsonObject body(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
