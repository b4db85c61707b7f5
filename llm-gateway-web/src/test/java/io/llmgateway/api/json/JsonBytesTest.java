package io.llmgateway.api.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

  @Test
  void escapesWhatJsonRequiresAndNothingElse() {
    assertEquals(
        "\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f/\u007f\u00e4\u4e2d\uD83D\uDE00\"",
        new JsonBytes(1).string("a\"b\\c\n\r\t\0\u001f/\u007f\u00e4\u4e2d\uD83D\uDE00").toString());
  }

  @Test
  void writesTheSameBytesAsUtf8() {
    String text =
        "plain, \u00e4\u00f6\u00fc, \u0431\u0443\u043a\u0432\u044b, \u4e2d\u6587\u5b57, \uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69";
    assertArrayEquals(
        ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8),
        new JsonBytes(4).string(text).toByteArray());
  }

  @Test
  void keepsHalvesOfSurrogatePairsAsEscapes() {
    assertEquals("\"\\ud83d\"", new JsonBytes(4).string("\ud83d").toString());
    assertEquals("\"\\ude00x\"", new JsonBytes(4).string("\ude00x").toString());
    assertEquals("\"\\ud83dx\"", new JsonBytes(4).string("\ud83dx").toString());
  }

  @Test
  void writesAnyValueAsItWasRead() {
    String text =
        "{\"a\":[1,2.50,-3E+7,{}],\"b\":{\"c\":null,\"d\":true,\"e\":[]},\"f\":\"\\\"\u00e4\"}";
    JsonObject value = Json.createReader(new StringReader(text)).readObject();
    assertEquals(value, reread(new JsonBytes(1).value(value)));
  }

  @Test
  void writesNullForNothing() {
    assertEquals("null,null", new JsonBytes(4).string(null).ascii(",").value(null).toString());
  }

  @Test
  void isUsedAgainAfterClear() throws IOException {
    JsonBytes bytes = new JsonBytes(4).string("first and longer");
    bytes.clear();
    bytes.number(-42).ascii(",").raw(new JsonBytes(8).string("x"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bytes.writeTo(out);
    assertEquals("-42,\"x\"", out.toString(StandardCharsets.UTF_8));
  }

  private static JsonObject reread(JsonBytes bytes) {
    return Json.createReader(new StringReader(bytes.toString())).readObject();
  }
}
