package io.llmgateway.model.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidatorTest {

  /** A schema, a document that is valid by it, and one that is not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'integer'}|1.0|1.5",
        "{'type':['string','null']}|null|1",
        "{'type':'number'}|1e3|'1'",
        "{'enum':[1,'a',null]}|1.0|'b'",
        "{'const':{'a':1}}|{'a':1}|{'a':2}",
        "{'minimum':1,'maximum':3}|3|3.5",
        "{'exclusiveMinimum':1,'exclusiveMaximum':3}|2|3",
        "{'exclusiveMinimum':1}|2|1",
        "{'minimum':1}|1|0.99",
        "{'multipleOf':0.1}|0.3|0.35",
        "{'minLength':2,'maxLength':2}|'😀😀'|'😀'",
        "{'maxLength':1}|'😀'|'ab'",
        "{'pattern':'^[a-z]+$'}|'abc'|'aBc'",
        "{'required':['a']}|{'a':null}|{'b':1}",
        "{'properties':{'a':{'type':'string'}}}|{'b':1}|{'a':1}",
        "{'properties':{'a':{}},'additionalProperties':false}|{'a':1}|{'a':1,'b':2}",
        "{'additionalProperties':{'type':'string'}}|{'a':'b'}|{'a':1}",
        "{'patternProperties':{'^x':{'type':'string'}},'additionalProperties':false}|{'xa':'b'}|{'xa':1}",
        "{'propertyNames':{'maxLength':2}}|{'ab':1}|{'abc':1}",
        "{'minProperties':1,'maxProperties':1}|{'a':1}|{}",
        "{'items':{'type':'integer'}}|[1,2]|[1,'2']",
        "{'prefixItems':[{'type':'string'}],'items':{'type':'integer'}}|['a',1]|['a','b']",
        "{'minItems':1,'maxItems':2}|[1]|[1,2,3]",
        "{'uniqueItems':true}|[1,2]|[1,1]",
        "{'contains':{'const':1}}|[0,1]|[0,2]",
        "{'anyOf':[{'type':'string'},{'type':'integer'}]}|1|1.5",
        "{'oneOf':[{'minimum':1},{'minimum':2}]}|1|2",
        "{'oneOf':[{'type':'string'},{'type':'integer'}]}|1|null",
        "{'allOf':[{'minimum':1},{'maximum':2}]}|2|3",
        "{'not':{'type':'null'}}|1|null",
        "{'if':{'type':'string'},'then':{'minLength':1},'else':{'minimum':1}}|'a'|0",
        "{'$ref':'#/$defs/a~1b','$defs':{'a/b':{'type':'string'}}}|'x'|1",
        "{'properties':{'next':{'$ref':'#'}},'required':['v']}|{'v':1,'next':{'v':2}}|{'v':1,'next':{}}",
        "{'format':'date','type':'string'}|'never'|1",
        "true|1|",
        "{}|[]|",
        "false||1",
        "{'$ref':'https://example.org/schema'}|1|",
        "{'$ref':'#/$defs/none','type':'string'}|'a'|1",
        "{'type':'string','nullable':true}|null|5",
      })
  void tellsValidFromInvalid(String schema, String valid, String invalid) {
    SchemaValidator validator = new SchemaValidator(parse(json(schema)));
    if (valid != null) {
      assertEquals(List.of(), validator.problems(parse(json(valid))));
    }
    if (invalid != null) {
      assertFalse(validator.problems(parse(json(invalid))).isEmpty());
    }
  }

  @Test
  void saysWhereAndWhat() {
    SchemaValidator validator =
        new SchemaValidator(
            parse(
                json(
                    "{'properties':{'a':{'items':{'required':['b'],'properties':"
                        + "{'c':{'enum':['x']}}}}}}")));

    assertEquals(
        List.of("$.a[1].b is missing", "$.a[1].c must be one of [\"x\"]"),
        validator.problems(parse(json("{'a':[{'b':1},{'c':'y'}]}"))));
  }

  @Test
  void aSchemaThatRefersToItselfForeverIsGivenUp() {
    SchemaValidator validator =
        new SchemaValidator(parse(json("{'anyOf':[{'$ref':'#'},{'$ref':'#'}]}")));

    assertEquals(List.of(), validator.problems(parse("1")));
  }

  @Test
  void aPatternThatWouldTakeYearsIsGivenUp() {
    String text = "a".repeat(60) + "!";

    assertTrue(ValueRules.finds("^(a|aa)+\\1?$", text));
    assertFalse(ValueRules.finds("^a+$", text));
    assertTrue(ValueRules.finds("(", text));
  }

  @Test
  void aNumberIsNotWrittenOutToBeDivided() {
    SchemaValidator validator = new SchemaValidator(parse(json("{'multipleOf':7}")));

    assertEquals(List.of(), validator.problems(parse("1E999999999")));
  }

  private static JsonValue parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader("[" + text + "]"))) {
      return reader.readArray().get(0);
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
