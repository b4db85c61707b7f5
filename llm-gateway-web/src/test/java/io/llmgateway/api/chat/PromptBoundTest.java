package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class PromptBoundTest {

  @Test
  void takesHalfTheUtf8BytesAndEightForEachMessage() {
    assertEquals(8 + 3, chat("{'messages':[{'role':'','content':'hello'}]}"));
    assertEquals(
        16 + 6, chat("{'messages':[{'content':'\u4e2d\u6587'},{'content':'\uD83D\uDE00ab'}]}"));
  }

  @Test
  void takesAFlatRateForAnImageWhateverItsBytes() {
    String image = "{'type':'image_url','image_url':{'url':'" + "A".repeat(100_000) + "'}}";
    assertEquals(8 + 2 * 3_000, chat("{'messages':[{'content':[" + image + "," + image + "]}]}"));
  }

  @Test
  void countsToolsWithTheirNames() {
    long without = chat("{'messages':[{'content':'x'}]}");
    long with =
        chat(
            "{'messages':[{'content':'x'}],'tools':[{'type':'function','function':{'name':'weather',"
                + "'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}]}");
    assertTrue(with > without + 45, with + " is more than the schema's bytes / 2");
  }

  @Test
  void countsTokensOfAnEmbeddingsInputAsTokens() {
    assertEquals(
        4, PromptBound.ofInput(Json.createArrayBuilder().add(1).add(2).add(3).add(4).build()));
    assertEquals(3, PromptBound.ofInput(Json.createValue("hello")));
  }

  private static long chat(String text) {
    JsonObject body = Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
    return PromptBound.ofChat(body);
  }
}
