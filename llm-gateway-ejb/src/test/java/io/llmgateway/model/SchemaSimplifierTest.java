package io.llmgateway.model;

import static io.llmgateway.model.ScriptedModel.calls;
import static io.llmgateway.model.ScriptedModel.folded;
import static io.llmgateway.model.ScriptedModel.json;
import static io.llmgateway.model.ScriptedModel.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSimplifierTest {
  private static final String ORDER =
      """
      {"$schema":"x","type":"object","$defs":{
         "address":{"type":"object","properties":{
            "street":{"type":"string","minLength":1},
            "place":{"type":"object","properties":{"zip":{"type":"string","pattern":"^[0-9]+$"}},
              "required":["zip"]}},
            "required":["place"]},
         "node":{"type":"object","properties":{
            "value":{"type":"string"},"next":{"$ref":"#/$defs/node"}}}},
       "properties":{
         "to":{"$ref":"#/$defs/address","description":"where to"},
         "when":{"type":"string","format":"date-time","description":"due"},
         "amount":{"anyOf":[{"type":"integer"},{"type":"number"}]},
         "note":{"type":["string","null"]},
         "kind":{"oneOf":[{"const":"a"},{"enum":["b","c"]}]},
         "pay":{"oneOf":[
            {"type":"object","properties":{"by":{"const":"card"},"number":{"type":"string"}},
              "required":["by","number"]},
            {"type":"object","properties":{"by":{"const":"cash"}},"required":["by"]}]},
         "id":{"anyOf":[{"type":"integer"},{"type":"array","items":{"type":"integer"}}]},
         "lines":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"}}}},
         "chain":{"$ref":"#/$defs/node"}},
       "required":["to","note","kind"]}""";

  private static final String ORIGINAL =
      "{\"to\":{\"street\":\"s\",\"place\":{\"zip\":\"123\"}},\"note\":null,"
          + "\"amount\":1.5,\"kind\":\"b\",\"pay\":{\"by\":\"cash\"},\"id\":[1,2],"
          + "\"lines\":[{\"sku\":\"x\"}],\"chain\":{\"value\":\"v\",\"next\":{\"value\":\"w\"}}}";

  private static SimplifiedSchema flat() {
    return SimplifiedSchema.of(json(ORDER), SchemaSkill.FLAT);
  }

  @Test
  void aWeakModelSeesFlatPlainParameters() {
    JsonObject schema = flat().schema();
    String text = schema.toString();
    for (String word : List.of("$ref", "$defs", "\"format\"", "\"pattern\":", "$schema")) {
      assertFalse(
          schema.getJsonObject("properties").getJsonObject("to_place_zip").containsKey(word));
    }
    assertFalse(text.contains("$ref"), text);
    JsonObject properties = schema.getJsonObject("properties");
    assertEquals("string", properties.getJsonObject("to_place_zip").getString("type"));
    assertEquals("due (date-time)", properties.getJsonObject("when").getString("description"));
    assertEquals("number", properties.getJsonObject("amount").getString("type"));
    assertEquals("string", properties.getJsonObject("note").getString("type"));
    assertEquals("[\"a\",\"b\",\"c\"]", properties.getJsonObject("kind").get("enum").toString());
    assertEquals("[\"card\",\"cash\"]", properties.getJsonObject("pay_by").get("enum").toString());
    assertEquals("string", properties.getJsonObject("id").getString("type"));
    assertEquals("[\"to_place_zip\",\"kind\"]", schema.get("required").toString());
  }

  @Test
  void argumentsGoThereAndBack() {
    SimplifiedSchema simple = flat();
    JsonObject original = json(ORIGINAL);
    assertNull(SchemaCheck.fault(json(ORDER), original));
    JsonObject sent = simple.shape().toSimplified(original).asJsonObject();
    assertNull(SchemaCheck.fault(simple.schema(), sent));
    assertEquals(original, simple.shape().toOriginal(sent));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anyDepthGoesThereAndBack(int depth) {
    SimplifiedSchema simple =
        SimplifiedSchema.of(json(ORDER), new SchemaSkill(depth, depth % 2 == 0, false));
    JsonObject original = json(ORIGINAL);
    JsonObject sent = simple.shape().toSimplified(original).asJsonObject();
    assertNull(SchemaCheck.fault(simple.schema(), sent));
    assertEquals(original, simple.shape().toOriginal(sent));
  }

  @Test
  void namesThatMeetStayApart() {
    SimplifiedSchema simple =
        SimplifiedSchema.of(
            json(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":"
                    + "{\"b\":{\"type\":\"string\"}}},\"a_b\":{\"type\":\"integer\"}}}"),
            SchemaSkill.FLAT);
    JsonObject original = json("{\"a\":{\"b\":\"x\"},\"a_b\":1}");
    assertEquals(original, simple.shape().toOriginal(simple.shape().toSimplified(original)));
  }

  @Test
  void whatIsDemandedIsThere() {
    SimplifiedSchema simple = flat();
    assertEquals(
        json("{\"to\":{\"place\":{\"zip\":\"1\"}},\"note\":null,\"kind\":\"a\"}"),
        simple.shape().toOriginal(json("{\"to_place_zip\":\"1\",\"kind\":\"a\"}")));
  }

  @Test
  void aSchemaThatGrowsWithoutEndIsBounded() {
    StringBuilder defs = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
      defs.append(
          "\"d%d\":{\"type\":\"object\",\"properties\":{\"a\":%s,\"b\":%s}},"
              .formatted(i, next, next));
    }
    JsonObject bomb =
        json(
            "{\"type\":\"object\",\"$defs\":{"
                + defs
                + "\"d30\":{\"type\":\"string\"}},\"properties\":{\"x\":{\"$ref\":\"#/$defs/d0\"}}}");
    assertTrue(SchemaReferences.inlined(bomb).toString().length() < 200_000);
  }

  private static String ask(String parameters, String messages) {
    return "{\"messages\":["
        + messages
        + "],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"order\",\"strict\":true,"
        + "\"parameters\":"
        + parameters
        + "}}]}";
  }

  @Test
  void theClientNeverSeesTheSimplifiedShape() {
    ScriptedModel model =
        new ScriptedModel()
            .answer(
                calls(
                    "tool_calls",
                    "order",
                    "{\"to_place_zip\":\"1\",\"kind\":\"a\"}",
                    "order",
                    "{\"to_place_zip\":\"2\",\"kind\":\"b\",}"));
    List<String> adjusted = new ArrayList<>();
    String earlier =
        "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"order\",\"arguments\":\"{\\\"to\\\":{\\\"street\\\":\\\"q\\\"}}\"}}]}";
    SchemaSimplifier simplifier = new SchemaSimplifier(model, SchemaSkill.FLAT, adjusted::add);
    assertEquals(
        List.of(
            "call0 function order",
            "args0: {\"to\":{\"place\":{\"zip\":\"1\"}},\"note\":null,\"kind\":\"a\"}",
            "call1 function order",
            "args1: {\"to\":{\"place\":{\"zip\":\"2\"}},\"note\":null,\"kind\":\"b\"}",
            "finish tool_calls",
            "usage 10 5"),
        folded(
            new ArgumentRepair(simplifier, false)
                .chat(request(ask(ORDER, earlier)), new Cancellation())));
    assertEquals(List.of("tools.parameters"), adjusted);
    assertTrue(model.body(0).toString().contains("{\\\"to_street\\\":\\\"q\\\"}"));
    assertFalse(model.body(0).toString().contains("strict"));
  }

  @Test
  void aSimpleSchemaStaysAsItIs() {
    ScriptedModel model = new ScriptedModel().answer(calls("tool_calls", "order", "{}"));
    var request =
        request(ask("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}", ""));
    new SchemaSimplifier(model, SchemaSkill.FLAT, s -> {}).chat(request, new Cancellation());
    assertSame(request, model.asked.get(0));
  }
}
