package io.llmgateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a model writes for arguments, it is repaired to what was meant or refused. */
class JsonRepairFuzzTest {
  @Provide
  Arbitrary<String> careless() {
    return Fuzz.json();
  }

  @Provide
  Arbitrary<JsonValue> documents() {
    Arbitrary<String> keys = Arbitraries.strings().withChars("ab{}\"\\:,'\n ü😀").ofMaxLength(4);
    Arbitrary<JsonValue> leaves =
        Arbitraries.oneOf(
            keys.map(JsonDocuments.JSON::createValue),
            Arbitraries.integers().map(JsonDocuments.JSON::createValue),
            Arbitraries.bigDecimals().map(JsonDocuments.JSON::createValue),
            Arbitraries.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL));
    return Arbitraries.recursive(() -> leaves, inner -> container(keys, inner), 1, 3);
  }

  private static Arbitrary<JsonValue> container(
      Arbitrary<String> keys, Arbitrary<JsonValue> inner) {
    Arbitrary<JsonValue> objects =
        Arbitraries.maps(keys, inner)
            .ofMaxSize(3)
            .map(
                map -> {
                  var object = JsonDocuments.JSON.createObjectBuilder();
                  map.forEach(object::add);
                  return object.build();
                });
    Arbitrary<JsonValue> arrays =
        inner
            .list()
            .ofMaxSize(3)
            .map(
                list -> {
                  var array = JsonDocuments.JSON.createArrayBuilder();
                  list.forEach(array::add);
                  return array.build();
                });
    return Arbitraries.oneOf(objects, arrays);
  }

  @Property
  void givesJsonOrNothing(@ForAll("careless") String text) {
    JsonValue value = JsonRepair.structure(text);

    if (value != null) {
      assertTrue(value instanceof JsonObject || value instanceof JsonArray, text);
      assertEquals(value, JsonDocuments.parse(value.toString()), text);
    }
  }

  @Property
  void makesNothingOfSomethingNever(@ForAll("careless") String text) {
    JsonObject value = JsonRepair.object(text);

    if (value != null && value.isEmpty()) {
      String left = text.replaceAll("```(json)?|[\\s\\u00a0\\ufeff\"{}\\\\]", "");
      assertTrue(left.isEmpty(), "an empty object for " + text);
    }
  }

  @Property
  void leavesValidJsonAsItIs(@ForAll("documents") JsonValue document) {
    assertEquals(document, JsonRepair.structure(document.toString()));
    assertEquals(document, JsonRepair.structure("```json\n" + document + "\n```"));
    assertEquals(
        document,
        JsonRepair.structure(JsonDocuments.JSON.createValue(document.toString()).toString()));
  }

  @Property
  void aCutDocumentIsRefusedOrWhole(@ForAll("documents") JsonValue document, @ForAll int where) {
    String text = document.toString();
    String cut = text.substring(0, Math.floorMod(where, text.length()));
    JsonValue value = JsonRepair.structure(cut);

    assertTrue(value == null || beginsWith(document, value), "of " + text + " only " + value);
  }

  /** Only closing brackets may be missing: no value is given in part. */
  private static boolean beginsWith(JsonValue whole, JsonValue part) {
    if (whole.equals(part)) {
      return true;
    }
    if (whole instanceof JsonObject object && part instanceof JsonObject found) {
      List<String> keys = new ArrayList<>(object.keySet());
      int last = found.size() - 1;
      return last >= 0
          && keys.subList(0, last + 1).equals(new ArrayList<>(found.keySet()))
          && keys.subList(0, last).stream().allMatch(k -> object.get(k).equals(found.get(k)))
          && beginsWith(object.get(keys.get(last)), found.get(keys.get(last)));
    }
    if (whole instanceof JsonArray array && part instanceof JsonArray found) {
      int last = found.size() - 1;
      return last >= 0
          && array.size() > last
          && array.subList(0, last).equals(found.subList(0, last))
          && beginsWith(array.get(last), found.get(last));
    }
    return false;
  }

  /** What would take hours if each character were looked at again and again. */
  @Example
  void longTextsAreReadInOneGo() {
    int much = 4_000_000;
    assertNotNull(JsonRepair.structure("```json\n{" + " ".repeat(much) + "\"a\": 1,}\n```"));
    assertNotNull(JsonRepair.structure("{" + "\"a\": 1,".repeat(much / 7) + "}"));
    assertNull(JsonRepair.structure("[".repeat(much)));
    assertNull(JsonRepair.structure("{\"a\":".repeat(much / 5)));
    assertNull(JsonRepair.structure("```" + "`".repeat(much)));
    assertNull(JsonRepair.structure("/*".repeat(much / 2)));
    assertNull(JsonRepair.structure("\\\"".repeat(much / 2)));
    assertFalse(JsonRepair.structure("[" + "1e99,".repeat(1000) + "]").asJsonArray().isEmpty());
  }
}
