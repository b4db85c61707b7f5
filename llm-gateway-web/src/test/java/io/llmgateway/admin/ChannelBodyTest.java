package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelBodyTest {

  @Test
  void readsSettingsHoweverTheyAreNested() {
    assertEquals(
        Map.of(
            "base-url", "http://x",
            "timeout.first-token", "PT5S",
            "breaker.min-calls", "4",
            "breaker.open-for", "PT1S",
            "weight", "3"),
        read("{'base_url':'http://x','timeout':{'first_token':'PT5S'},'weight':3,"
                + "'settings':{'breaker.min_calls':'4','breaker':{'open_for':'PT1S'}}}")
            .settings());
  }

  @Test
  void readsModelsAndKeysInEachNotation() {
    assertEquals("a,b=c", read("{'models':['a','b=c']}").settings().get("models"));
    assertEquals("a,b=c", read("{'models':'a,b=c'}").settings().get("models"));
    assertEquals("b=c", read("{'models':{'b':'c'}}").settings().get("models"));
    assertEquals("k1,k2", read("{'api_key':['k1','k2']}").settings().get("api-key"));
    assertEquals("k1", read("{'api_keys':'k1'}").settings().get("api-key"));
  }

  @Test
  void nullTakesASettingAway() {
    Map<String, String> said = read("{'api_key':null,'weight':null}").settings();
    assertTrue(said.containsKey("api-key") && said.containsKey("weight"));
    assertNull(said.get("api-key"));
    assertNull(said.get("weight"));
  }

  @Test
  void saysWhichFieldCanNotBeRead() {
    assertEquals("state", refused("{'state':'perhaps'}").param());
    assertEquals("models[1]", refused("{'models':['a',3]}").param());
    assertEquals("a.b.c.d", refused("{'a':{'b':{'c':{'d':{}}}}}").param());
  }

  private static ChatException.Final refused(String json) {
    return assertThrows(ChatException.Final.class, () -> read(json));
  }

  private static ChannelBody.Said read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
      return ChannelBody.read(reader.readObject());
    }
  }
}
