package io.llmgateway.model.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.model.Fuzz;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is found in an answer is a document, or the problem says why there is none. */
class JsonFinderFuzzTest {
  @Provide
  Arbitrary<String> written() {
    return Fuzz.json();
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.strings().withChars("abc .,;\n中😀`'\"").ofMaxLength(30);
  }

  @Property
  void givesADocumentOrAProblem(@ForAll("written") String text, @ForAll boolean anyType) {
    JsonFinder.Found found = new JsonFinder(null, anyType).in(text);

    if (found.problem() == null) {
      JsonValue document = Json.parse(found.text());
      assertTrue(anyType ? document != null : document instanceof JsonObject, text);
      assertEquals(document, Json.parse(document.toString()), "one document and nothing else");
      assertTrue(text.contains(found.text()), text);
    } else if (found.text() != null) {
      assertNotNull(Json.parse(found.text()), text);
    }
  }

  @Property
  void findsTheDocumentInWhateverIsAroundIt(
      @ForAll("prose") String before,
      @ForAll("prose") String value,
      @ForAll("prose") String after) {
    String document = Json.PROVIDER.createObjectBuilder().add("a", value).build().toString();

    JsonFinder.Found found = new JsonFinder(null, false).in(before + document + after);

    assertNull(found.problem());
    assertEquals(document, found.text());
  }

  @Example
  void twoDocumentsAreNotOne() {
    assertEquals("{\"a\":1}", new JsonFinder(null, false).in("{\"a\":1} and {\"b\":2}").text());
    assertNull(Json.parse("{\"a\":1} {\"b\":2}"));
    assertNull(Json.parse("{\"a\":1} and more"));
  }

  /** What would take hours if each character were looked at again and again. */
  @Example
  void longTextsAreReadInOneGo() {
    int much = 2_000_000;
    for (String endless :
        new String[] {
          "{", "[", "{\"a\":", "{}", "{x", "\"", "{\"", "\\", "[1,", " ", "```\n", "}{"
        }) {
      for (String start : new String[] {"", "{", "{\"a\":\""}) {
        new JsonFinder(null, true).in(start + endless.repeat(much / endless.length()));
        new JsonFinder(null, false).in(start + endless.repeat(much / endless.length()));
      }
    }
  }
}
