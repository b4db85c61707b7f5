package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
  private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/(\\w+)");

  private final JsonObject document = OpenApiDocument.of(AdminMethods.resources());

  @Test
  void hasEveryMethodOfEveryResourceAndNoOther() {
    Set<String> methods = new TreeSet<>();
    AdminMethods.all()
        .forEach(m -> methods.add(m.verb().toLowerCase(Locale.ROOT) + " " + plain(m.path())));
    Set<String> described = new TreeSet<>();
    document
        .getJsonObject("paths")
        .forEach(
            (path, operations) ->
                operations
                    .asJsonObject()
                    .keySet()
                    .forEach(verb -> described.add(verb + " " + path)));
    assertTrue(methods.size() > 10);
    assertEquals(methods, described);
  }

  /** OpenAPI's variables have a name only. */
  private static String plain(String path) {
    return path.replaceAll("\\{(\\w+):[^}]*}", "{$1}");
  }

  @Test
  void everyMethodSaysWhatItDoes() {
    AdminMethods.all()
        .forEach(m -> assertTrue(m.method().isAnnotationPresent(Described.class), m::toString));
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
    Set<String> used = new TreeSet<>();
    Matcher references = REFERENCE.matcher(document.toString());
    while (references.find()) {
      used.add(references.group(1));
    }
    assertEquals(new TreeSet<>(schemas.keySet()), used);
  }

  @Test
  void everyVariableOfAPathIsAParameter() {
    document
        .getJsonObject("paths")
        .forEach(
            (path, operations) ->
                operations
                    .asJsonObject()
                    .values()
                    .forEach(operation -> checkVariables(path, operation.asJsonObject())));
  }

  private static void checkVariables(String path, JsonObject operation) {
    Set<String> declared = new TreeSet<>();
    for (JsonValue parameter : operation.getJsonArray("parameters")) {
      if (parameter.asJsonObject().getString("in").equals("path")) {
        declared.add("{" + parameter.asJsonObject().getString("name") + "}");
      }
    }
    Set<String> written = new TreeSet<>();
    Matcher variables = Pattern.compile("\\{\\w+\\}").matcher(path);
    while (variables.find()) {
      written.add(variables.group());
    }
    assertEquals(written, declared, path);
    assertFalse(operation.getString("summary").isBlank());
  }
}
