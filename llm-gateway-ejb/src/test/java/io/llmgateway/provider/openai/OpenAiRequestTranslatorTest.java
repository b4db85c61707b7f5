package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiRequestTranslatorTest {

  private static JsonObject sent(String body, boolean stream, Map<String, String> options) {
    ChatRequest request = new ChatRequest("up", Answers.json(body), stream, false, 1, 0, 1);
    return parse(new OpenAiRequestTranslator(WireOptions.of(options)).chat(request));
  }

  private static JsonObject parse(byte[] utf8) {
    return (JsonObject) JsonText.parse(new String(utf8, StandardCharsets.UTF_8));
  }

  private static JsonObject sent(String body, Map<String, String> options) {
    return sent(body, false, options);
  }

  @Test
  void passesEverythingOnButTheModel() {
    assertEquals(
        Answers.json(
            "{'model':'up','messages':[{'role':'user','content':[{'type':'text','text':'é😀'}],"
                + "'unknown':{'a':[1.50,null,true]}}],'temperature':0.70,'seed':12345678901234567,"
                + "'their_own':{'x':1}}"),
        sent(
            "{'model':'public','messages':[{'role':'user','content':[{'type':'text','text':'é😀'}],"
                + "'unknown':{'a':[1.50,null,true]}}],'temperature':0.70,'seed':12345678901234567,"
                + "'their_own':{'x':1}}",
            Map.of()));
  }

  @Test
  void writesEveryCharacterAsUtf8() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append(i % 7 == 0 ? "\uD83D\uDE00" : i % 5 == 0 ? "你" : i % 3 == 0 ? "é" : "a");
    }
    String body = "{'model':'up','x':'" + text + "'}";
    assertEquals(Answers.json(body), sent(body, Map.of()));
  }

  @Test
  void asksForUsageOfEachStream() {
    assertEquals(
        Answers.json("{'model':'up','stream':true,'stream_options':{'include_usage':true}}"),
        sent("{'model':'m','stream':true}", true, Map.of()));
  }

  @Test
  void keepsTheClientsOtherStreamOptions() {
    assertEquals(
        Answers.json(
            "{'model':'up','stream':true,'stream_options':{'include_obfuscation':false,"
                + "'include_usage':true}}"),
        sent(
            "{'model':'m','stream':true,'stream_options':{'include_usage':false,"
                + "'include_obfuscation':false}}",
            true,
            Map.of()));
  }

  @Test
  void sendsNoStreamOptionsWhereTheyAreUnknown() {
    assertEquals(
        Answers.json("{'model':'up','stream':true}"),
        sent(
            "{'model':'m','stream':true,'stream_options':{'include_usage':true}}",
            true,
            Map.of("stream-options", "false")));
  }

  @Test
  void dropsStreamOptionsOfAnAnswerThatIsNoStream() {
    assertEquals(
        Answers.json("{'model':'up','stream':false}"),
        sent(
            "{'model':'m','stream':true,'stream_options':{'include_usage':true}}",
            false,
            Map.of()));
  }

  @Test
  void keepsFieldsForTheGatewayToItself() {
    assertEquals(Answers.json("{'model':'up'}"), sent("{'model':'m','gateway':{'x':1}}", Map.of()));
  }

  @Test
  void dropsWhatTheProviderRefuses() {
    assertEquals(
        Answers.json("{'model':'up','n':1}"),
        sent("{'model':'m','n':1,'user':'u','seed':1}", Map.of("drop", "user, seed")));
  }

  @Test
  void sendsOnlyWhatTheProviderAllows() {
    assertEquals(
        Answers.json("{'model':'up','n':1}"),
        sent("{'model':'m','n':1,'user':'u'}", Map.of("allow", "n")));
  }

  @Test
  void renamesFields() {
    assertEquals(
        Answers.json("{'model':'up','max_tokens':5}"),
        sent(
            "{'model':'m','max_completion_tokens':5}",
            Map.of("rename", "max_completion_tokens=max_tokens")));
  }

  @Test
  void neverSendsAFieldTwiceWhenItIsRenamed() {
    assertEquals(
        Answers.json("{'model':'up','max_tokens':3}"),
        sent(
            "{'model':'m','max_completion_tokens':5,'max_tokens':3}",
            Map.of("rename", "max_completion_tokens=max_tokens")));
    assertEquals(
        Answers.json("{'model':'up','max_new_tokens':3}"),
        sent(
            "{'model':'m','max_tokens':3,'max_completion_tokens':5}",
            Map.of("rename", "max_tokens=max_new_tokens,max_completion_tokens=max_new_tokens")));
  }

  @Test
  void clampsNumbers() {
    Map<String, String> options = Map.of("clamp", "temperature=0..1,top_p=0.01..1");
    assertEquals(
        Answers.json("{'model':'up','temperature':1,'top_p':0.01}"),
        sent("{'model':'m','temperature':1.7,'top_p':0}", options));
    assertEquals(
        Answers.json("{'model':'up','temperature':0.50,'top_p':null}"),
        sent("{'model':'m','temperature':0.50,'top_p':null}", options));
  }

  @Test
  void addsDefaultsThatTheClientDidNotSay() {
    Map<String, String> options = Map.of("defaults", "{\"a\":{\"b\":true},\"n\":2}");
    assertEquals(
        Answers.json("{'model':'up','n':1,'a':{'b':true}}"), sent("{'model':'m','n':1}", options));
  }

  @Test
  void callsTheDeveloperAsTheProviderDoes() {
    assertEquals(
        Answers.json("{'model':'up','messages':[{'role':'system','content':'x'},{'role':'user'}]}"),
        sent(
            "{'model':'m','messages':[{'role':'developer','content':'x'},{'role':'user'}]}",
            Map.of("developer-role", "system")));
  }

  @Test
  void refusesAnUnknownOption() {
    assertThrows(IllegalArgumentException.class, () -> WireOptions.of(Map.of("dorp", "x")));
  }

  @Test
  void understandsTheOptionsOfEveryCardInTheCatalogue() {
    OpenAiWire wire = new OpenAiWire(Answers.CLIENT, Answers.AUTHENTICATORS);
    io.llmgateway.chat.Endpoint endpoint =
        new io.llmgateway.chat.Endpoint(
            "c", java.net.URI.create("http://p.test"), null, Answers.TIMEOUTS, Map.of());
    for (ProviderCard card : io.llmgateway.catalog.Catalog.load().providers()) {
      if (card.wire().equals(wire.id())) {
        wire.chat(card, endpoint);
      }
    }
  }

  @Test
  void asksForFloatsUnlessToldOtherwise() {
    assertEquals(
        Answers.json("{'model':'up','input':'x','dimensions':3,'encoding_format':'float'}"),
        embedding(Map.of()));
    assertEquals(
        Answers.json("{'model':'up','input':'x','encoding_format':'base64','dimensions':3}"),
        embedding(Map.of("embedding-format", "as-asked")));
    assertEquals(
        Answers.json("{'model':'up','input':'x','dimensions':3}"),
        embedding(Map.of("embedding-format", "none")));
  }

  private static JsonObject embedding(Map<String, String> options) {
    EmbeddingRequest request =
        new EmbeddingRequest(
            "up",
            Answers.json("{'model':'m','input':'x','encoding_format':'base64','dimensions':3}"),
            1);
    return parse(new OpenAiRequestTranslator(WireOptions.of(options)).embeddings(request));
  }
}
