package io.llmgateway.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void readsEveryKindOfValue() {
    JsonObject read =
        read(
            " {\"s\":\"a\\n\\u00e4\\/\",\"i\":-12,\"d\":1.50,\"t\":true,\"f\":false,\"n\":null,"
                + "\"a\":[1,[],{}],\"o\":{\"k\":\"v\"}} \n");
    assertEquals("a\n\u00e4/", read.getString("s"));
    assertEquals(-12, read.getInt("i"));
    assertEquals(new BigDecimal("1.50"), read.getJsonNumber("d").bigDecimalValue());
    assertTrue(read.getBoolean("t"));
    assertTrue(read.isNull("n"));
    assertEquals(3, read.getJsonArray("a").size());
    assertEquals("v", read.getJsonObject("o").getString("k"));
  }

  @Test
  void keepsTheDigitsOfNumbersThatNoLongOrDoubleHolds() {
    JsonObject read = read("{\"a\":123456789012345678901234567890,\"b\":0.1234567890123456789}");
    assertEquals("123456789012345678901234567890", read.get("a").toString());
    assertEquals("0.1234567890123456789", read.get("b").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "[]",
        "\"text\"",
        "null",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u12",
        "{\"a\":\"line\nfeed\"}",
        "{\"a\":1} trailing",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1e999999999}",
        "{\"a\":1e-1000}",
        "{\"a\":\"unterminated}",
      })
  void refusesWhatIsNotAJsonObject(String text) {
    assertEquals(ErrorCode.INVALID_JSON, refusal(text).code());
  }

  @Test
  void namesTheKeyThatOccursTwice() {
    assertTrue(
        refusal("{\"a\":1,\"m\":[{\"role\":\"x\",\"role\":\"y\"}]}")
            .getMessage()
            .contains("'role'"));
    assertTrue(refusal("{\"a\":1,\"\\u0061\":2}").getMessage().contains("'a'"));
  }

  @Test
  void saysWhereTheErrorIs() {
    assertTrue(refusal("{\n  \"a\": ?\n}").getMessage().contains("line 2, column 8"));
  }

  @Test
  void takes256LevelsAndNotOneMore() {
    String inner = "[".repeat(StrictJson.MAX_DEPTH - 1) + "]".repeat(StrictJson.MAX_DEPTH - 1);
    assertEquals(1, read("{\"a\":" + inner + "}").size());
    assertTrue(refusal("{\"a\":[" + inner + "]}").getMessage().contains("nested deeper"));
  }

  @Test
  void refusesAHundredThousandLevelsWithoutOverflow() {
    assertEquals(ErrorCode.INVALID_JSON, refusal("{\"a\":" + "[".repeat(100_000)).code());
    assertEquals(ErrorCode.INVALID_JSON, refusal("{\"a\":".repeat(100_000)).code());
  }

  @Test
  void doesNotWorkHardOnANumberOfAMillionDigits() {
    String number = "9".repeat(1_000_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> assertEquals(ErrorCode.INVALID_JSON, refusal("{\"a\":" + number + "}").code()));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    for (byte[] bad : new byte[][] {{(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xE4}}) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
      body.writeBytes(bad);
      body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
      ChatException.Final refused =
          assertThrows(
              ChatException.Final.class,
              () -> StrictJson.readObject(body.toByteArray(), body.size()));
      assertTrue(refused.getMessage().contains("UTF-8"));
    }
  }

  @Test
  void toleratesAByteOrderMark() {
    assertEquals(1, read("\uFEFF{\"a\":1}").getInt("a"));
  }

  @Test
  void takesNulCharactersAndHalvesOfSurrogatePairs() {
    JsonObject read = read("{\"a\":\"x\\u0000y\",\"b\":\"\\ud800\",\"c\":\"\\ud83d\\ude00\"}");
    assertEquals("x\0y", read.getString("a"));
    assertEquals("\ud800", read.getString("b"));
    assertEquals("\uD83D\uDE00", read.getString("c"));
  }

  @Test
  void looksOnlyAtTheGivenLength() {
    byte[] bytes = "{\"a\":1}rest of a used buffer".getBytes(StandardCharsets.UTF_8);
    assertEquals(1, StrictJson.readObject(bytes, 7).getInt("a"));
  }

  private static JsonObject read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return StrictJson.readObject(bytes, bytes.length);
  }

  private static ChatException.Final refusal(String text) {
    return assertThrows(ChatException.Final.class, () -> read(text));
  }
}
