package io.llmgateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"integer\"}|1.0|1.5",
        "{\"type\":\"number\"}|1.5|\"1\"",
        "{\"type\":[\"string\",\"null\"]}|null|5",
        "{\"type\":\"string\",\"nullable\":true}|null|5",
        "{\"enum\":[\"a\",1]}|1.0|\"b\"",
        "{\"const\":\"a\"}|\"a\"|\"b\"",
        "{\"minimum\":2,\"maximum\":4}|2|5",
        "{\"exclusiveMinimum\":2}|2.1|2",
        "{\"exclusiveMaximum\":2}|1|2",
        "{\"minLength\":2,\"maxLength\":3}|\"ab\"|\"a\"",
        "{\"pattern\":\"^a+$\"}|\"aa\"|\"b\"",
        "{\"items\":{\"type\":\"string\"},\"maxItems\":2}|[\"a\"]|[1]",
        "{\"minItems\":1}|[1]|[]",
        "{\"uniqueItems\":true}|[1,2]|[1,1]",
        "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":{\"type\":\"integer\"}}|[\"a\",1]|[1,1]",
        "{\"required\":[\"a\"]}|{\"a\":null}|{}",
        "{\"properties\":{\"a\":{\"type\":\"string\"}}}|{\"a\":\"x\"}|{\"a\":1}",
        "{\"properties\":{\"a\":{}},\"additionalProperties\":false}|{\"a\":1}|{\"b\":1}",
        "{\"additionalProperties\":{\"type\":\"string\"}}|{\"a\":\"x\"}|{\"a\":1}",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}|1|true",
        "{\"oneOf\":[{\"type\":\"number\"},{\"type\":\"integer\"}]}|1.5|1",
        "{\"allOf\":[{\"minimum\":1},{\"maximum\":3}]}|2|4",
        "{\"not\":{\"type\":\"null\"}}|1|null",
        "{\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/$defs/n\"}},\"required\":[\"v\"]}},\"$ref\":\"#/$defs/n\"}|{\"v\":1,\"next\":{\"v\":2}}|{\"v\":1,\"next\":{}}",
      })
  void tellsRightFromWrong(String schema, String right, String wrong) {
    assertNull(fault(schema, right));
    assertNotNull(fault(schema, wrong));
  }

  private static String fault(String schema, String value) {
    var wrapped = ScriptedModel.json("{\"v\":" + value + "}");
    return SchemaCheck.fault(ScriptedModel.json(schema), wrapped.get("v"));
  }

  @Test
  void saysWhere() {
    String schema =
        "{\"properties\":{\"a\":{\"properties\":{\"b\":{\"items\":{\"type\":\"integer\"}}}}}}";
    assertEquals(
        "'a.b[1]' must be of type \"integer\", and is string",
        fault(schema, "{\"a\":{\"b\":[1,\"x\"]}}"));
    assertTrue(fault("{\"type\":\"object\"}", "1").startsWith("The arguments must be"));
  }

  @Test
  void aCostlyPatternOrAnEndlessSchemaIsGivenUp() {
    assertNull(fault("{\"pattern\":\"^a*a*a*a*a*a*a*b$\"}", "\"" + "a".repeat(300) + "!\""));
    String endless =
        "{\"$defs\":{\"x\":{\"anyOf\":[{\"$ref\":\"#/$defs/x\"},{\"$ref\":\"#/$defs/x\"}]}},"
            + "\"$ref\":\"#/$defs/x\"}";
    assertNull(fault(endless, "1"));
  }
}
