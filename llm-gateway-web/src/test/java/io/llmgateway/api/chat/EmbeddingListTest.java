package io.llmgateway.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class EmbeddingListTest {
  /** 1.0f and -2.5f as little-endian 32-bit floats. */
  private static final String ENCODED = "AACAPwAAIMA=";

  @Test
  void writesNumbersHoweverTheProviderSentThem() {
    for (String vector : new String[] {"[1.0,-2.5]", "'" + ENCODED + "'"}) {
      assertEquals(
          json(
              "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.0,-2.5]}],"
                  + "'model':'m','usage':{'prompt_tokens':3,'total_tokens':3}}"),
          write(vector, false));
    }
  }

  @Test
  void writesBase64HoweverTheProviderSentThem() {
    for (String vector : new String[] {"[1.0,-2.5]", "'" + ENCODED + "'"}) {
      assertEquals(
          ENCODED,
          write(vector, true).getJsonArray("data").getJsonObject(0).getString("embedding"));
    }
  }

  @Test
  void refusesVectorsThatAreNone() {
    for (String vector : new String[] {"'%%'", "'AAA='", "{}", "['x']", "'AADAfw=='"}) {
      boolean base64 = vector.startsWith("[");
      ChatException refused =
          assertThrows(ChatException.class, () -> write(vector, base64), vector);
      assertEquals(ErrorCode.UPSTREAM_INVALID_RESPONSE, refused.code());
    }
  }

  private static JsonObject write(String vector, boolean base64) {
    JsonObject answer = json("{'data':[{'embedding':" + vector + "}]}");
    return json(
        EmbeddingList.write("m", answer.getJsonArray("data"), Usage.of(3, 0), base64).toString());
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }
}
