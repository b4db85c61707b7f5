package io.llmgateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.json.JsonValue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRepairTest {
  private static final String WHOLE =
      "{\"city\":\"北京 \\\"x\\\"\",\"days\":12,\"tags\":[\"a\",true,null],\"at\":{\"lat\":1.5}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,}|{\"a\":1}",
        "{\"a\":[1,2,],}|{\"a\":[1,2]}",
        "{\"a\":\"b\"|{\"a\":\"b\"}",
        "{\"a\":[{\"b\":true}|{\"a\":[{\"b\":true}]}",
        "{'a': 'it''s'}|",
        "{'a': 'b \"c\"'}|{\"a\":\"b \\\"c\\\"\"}",
        "{'a': True, 'b': False, 'c': None}|{\"a\":true,\"b\":false,\"c\":null}",
        "{a: 1, b_c: \"d\"}|{\"a\":1,\"b_c\":\"d\"}",
        "\"{\\\"a\\\":1}\"|{\"a\":1}",
        "{\"a\":1} // done|{\"a\":1}",
        "{\"a\":/* x */1}|{\"a\":1}",
        "{}{\"a\":1}|{\"a\":1}",
        "{\"a\":1}{\"a\":1}|{\"a\":1}",
        "{\"a\":\"C:\\dir\"}|{\"a\":\"C:\\\\dir\"}",
        "{\"a\":-1.5e3}|{\"a\":-1.5E+3}",
      })
  void repairsWhatIsCertain(String written, String meant) {
    JsonValue read = JsonRepair.structure(written);
    assertEquals(meant, read == null ? null : read.toString());
  }

  @Test
  void takesTheFenceOff() {
    assertEquals("{\"a\":1}", JsonRepair.structure("```json {\"a\":1} ```").toString());
    assertEquals("{\"a\":1}", JsonRepair.structure("```json\n{\"a\":1}\n```").toString());
    assertEquals("{\"a\":1}", JsonRepair.structure("```\n{\"a\":1,}").toString());
    assertEquals("{\"a\":\"x\\ny\"}", JsonRepair.structure("{\"a\":\"x\ny\"}").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "null",
        "5",
        "hello",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,",
        "{\"a\":1",
        "{\"a\":\"b",
        "{\"a\":tru",
        "[",
        "{\"a\":{",
        "{\"a\":1}{\"a\":2}",
        "{\"a\":1}}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}"
      })
  void guessesNothing(String written) {
    assertNull(JsonRepair.structure(written));
  }

  @Test
  void aCutTextIsEitherTheWholeOrNothing() {
    for (int end = 0; end < WHOLE.length(); end++) {
      JsonValue read = JsonRepair.structure(WHOLE.substring(0, end));
      if (read != null) {
        // only closing brackets may be missing: no value is other than in the whole
        String known = read.toString();
        String open = known.replaceAll("[}\\]]+$", "");
        assertEquals(open, WHOLE.substring(0, open.length()), "cut at " + end);
      }
    }
  }

  @Test
  void survivesAnything() {
    Random random = new Random(7);
    String alphabet = "{}[]\"':,\\ntruefalsNo0123.-+e/*`# \u00e9";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      JsonValue read = JsonRepair.structure(text.toString());
      if (read != null) {
        assertEquals(read, JsonDocuments.parse(read.toString()), text.toString());
      }
    }
  }

  @Test
  void survivesMutationsOfRealArguments() {
    Random random = new Random(8);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(WHOLE);
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, WHOLE.charAt(random.nextInt(WHOLE.length())));
          default -> text.setCharAt(at, (char) random.nextInt(256));
        }
      }
      JsonValue read = JsonRepair.structure(text.toString());
      if (read != null) {
        assertEquals(read, JsonDocuments.parse(read.toString()), text.toString());
      }
    }
  }

  @Test
  void survivesDepth() {
    assertNull(JsonRepair.structure("[".repeat(100_000)));
    assertNull(JsonRepair.structure("{\"a\":".repeat(100_000)));
    assertNull(JsonRepair.structure("[".repeat(5_000) + "]".repeat(5_000) + "}"));
  }
}
