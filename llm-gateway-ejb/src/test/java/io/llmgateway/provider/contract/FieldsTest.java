package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.provider.Wire;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No field of a request is lost in silence: it is sent, or the wire says that it is not. */
class FieldsTest {
  private static final String TOOLS =
      "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object',"
          + "'properties':{'a':{'type':'string'}}}}}]";

  /** A value for each that says something. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("temperature", "0.7"),
          Map.entry("top_p", "0.5"),
          Map.entry("top_k", "3"),
          Map.entry("max_tokens", "77"),
          Map.entry("max_completion_tokens", "77"),
          Map.entry("stop", "['END']"),
          Map.entry("seed", "7"),
          Map.entry("presence_penalty", "0.5"),
          Map.entry("frequency_penalty", "0.5"),
          Map.entry("logit_bias", "{'1':2}"),
          Map.entry("logprobs", "true"),
          Map.entry("top_logprobs", "2"),
          Map.entry("user", "'somebody'"),
          Map.entry("metadata", "{'a':'b'}"),
          Map.entry("store", "true"),
          Map.entry("service_tier", "'flex'"),
          Map.entry("response_format", "{'type':'json_object'}"),
          Map.entry("reasoning_effort", "'high'"),
          Map.entry("verbosity", "'low'"),
          Map.entry("prediction", "{'type':'content','content':'x'}"),
          Map.entry("safety_identifier", "'s'"),
          Map.entry("prompt_cache_key", "'k'"),
          Map.entry("web_search_options", "{'search_context_size':'low'}"),
          Map.entry("modalities", "['text','audio']"),
          Map.entry("unheard_of", "1"));

  private static final List<String> NEUTRAL =
      List.of(
          "'n':1",
          "'presence_penalty':0",
          "'frequency_penalty':0.0",
          "'logprobs':false",
          "'store':false",
          "'user':null",
          "'stop':[]",
          "'logit_bias':{}",
          "'parallel_tool_calls':true",
          "'response_format':{'type':'text'}",
          "'service_tier':'auto'");

  static Stream<Recorded> wires() {
    return ProviderContractTest.wires().filter(wire -> !wire.wire().equals("openai"));
  }

  private static Wire wire(Recorded wire) {
    return Spoken.WIRES.stream().filter(w -> w.id().equals(wire.wire())).findFirst().orElseThrow();
  }

  private static ProviderCard card(Recorded wire) {
    return new ProviderCard(
        "some", "Some", wire.wire(), null, null, false, wire.options(), List.of());
  }

  private static ChatRequest request(String more) {
    return Requests.of(true, 1, "'messages':[{'role':'user','content':'hi'}]" + more);
  }

  private static JsonObject sent(Recorded wire, String more) {
    try (Spoken spoken = Spoken.of(wire, wire.part("stream"), request(more))) {
      spoken.events();
      return Requests.json(spoken.request().body());
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void isSentOrNamed(Recorded wire) {
    JsonObject plain = sent(wire, "");
    FIELDS.forEach(
        (field, value) -> {
          String more = ",'" + field + "':" + value;
          List<String> adjusted = wire(wire).adjusted(card(wire), request(more));
          boolean named = adjusted.stream().anyMatch(change -> change.split("=")[0].equals(field));
          boolean sends = !sent(wire, more).equals(plain);
          assertTrue(sends || named, field + " is lost: " + adjusted);
          assertTrue(named || wire(wire).takes(card(wire), field), field + " is not said to go");
          assertTrue(sends || adjusted.contains(field), field + " is not sent: " + adjusted);
        });
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aChoiceOfToolIsSentOrNamed(Recorded wire) {
    JsonObject plain = sent(wire, "," + TOOLS);
    for (String more :
        List.of(
            "'tool_choice':'required'",
            "'tool_choice':{'type':'function','function':{'name':'f'}}",
            "'parallel_tool_calls':false")) {
      List<String> adjusted = wire(wire).adjusted(card(wire), request("," + TOOLS + "," + more));
      boolean named = adjusted.stream().anyMatch(change -> more.contains("'" + change + "'"));
      assertTrue(
          !sent(wire, "," + TOOLS + "," + more).equals(plain) || named, more + " " + adjusted);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void whatSaysNothingIsNoChange(Recorded wire) {
    for (String neutral : NEUTRAL) {
      assertEquals(List.of(), wire(wire).adjusted(card(wire), request("," + neutral)), neutral);
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void aBoundedNumberIsNamedWithItsBound(Recorded wire) {
    List<String> adjusted = wire(wire).adjusted(card(wire), request(",'temperature':9"));
    if (wire.wire().equals("ollama")) {
      assertEquals(List.of(), adjusted, "has no bounds");
    } else {
      assertTrue(adjusted.get(0).matches("temperature=[12](\\.99)?"), adjusted.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("wires")
  void whatACardDropsIsNotSentAndNamed(Recorded wire) {
    Map<String, String> options = new HashMap<>(wire.options());
    options.put("drop", "temperature, stop");
    ProviderCard card =
        new ProviderCard("some", "Some", wire.wire(), null, null, false, options, List.of());
    ChatRequest request = request(",'temperature':0.5,'stop':['END'],'top_p':0.5");
    List<String> adjusted = wire(wire).adjusted(card, request);
    assertTrue(adjusted.containsAll(List.of("temperature", "stop")), adjusted.toString());
    assertFalse(wire(wire).takes(card, "temperature"));
  }

  @Test
  void theCompatibleWireNamesWhatItsCardDropsBoundsAndRenames() {
    Wire openai = Spoken.WIRES.get(0);
    ProviderCard card =
        new ProviderCard(
            "some",
            "Some",
            "openai",
            null,
            null,
            false,
            Map.of("drop", "seed,n", "clamp", "temperature=0..1", "rename", "user=user_id,x=y"),
            List.of());
    ChatRequest request = request(",'seed':1,'temperature':1.5,'user':'u','n':1,'top_p':0.5");
    assertEquals(List.of("seed", "temperature=1"), openai.adjusted(card, request));
    assertTrue(openai.takes(card, "user"));
    assertFalse(openai.takes(card, "seed"));
  }
}
