package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.catalog.Filing;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.catalog.ToolCalling;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.routing.Candidate;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestFitTest {
  private static final String IMAGE =
      "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:'}}]}]}";
  private static final String TOOL_TURN =
      "{'messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'%1$s','type':"
          + "'function','function':{'name':'f','arguments':'{}'}}]},"
          + "{'role':'tool','tool_call_id':'%1$s','content':'x'}]}";
  private static final String PREFILL =
      "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'It is'%s}]}";

  private final Candidate preferred = candidate("own", "m", null, Map.of());

  @Test
  void leavesARequestAloneThatFits() {
    ChatRequest request = request(IMAGE.replace("image_url", "text"), 1, 10);
    FittedRequest fitted = fit(request, preferred, preferred);

    assertSame(request, fitted.request());
    assertSame(preferred.provider(), fitted.provider());
    assertEquals(List.of(), fitted.adjusted());
  }

  @Test
  void showsImagesOnlyToModelsThatSee() {
    Set<String> blind = Set.of("tools");
    ChatException refusal =
        refused(request(IMAGE, 1, 10), candidate("own", "m", card(0, 0, blind), Map.of()));
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refusal.code());

    for (Set<String> capabilities : List.of(Set.<String>of(), Set.of("vision"))) {
      Candidate sees = candidate("own", "m", card(0, 0, capabilities), Map.of());
      assertEquals(List.of(), fit(request(IMAGE, 1, 10), sees, preferred).adjusted());
    }
  }

  @Test
  void showsNoImagesToAModelThatIsOnlyKnownNotToSee() {
    ModelTraits traits =
        new ModelTraits(
            Set.of("vision"),
            ToolCalling.UNKNOWN,
            Set.of(),
            Set.of(),
            0,
            0,
            Filing.UNKNOWN,
            null,
            false);
    ModelCard blind = new ModelCard("u", List.of(), "chat", 0, 0, Set.of(), null, traits);
    ChatException refusal = refused(request(IMAGE, 1, 10), candidate("own", "m", blind, Map.of()));
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refusal.code());
  }

  @Test
  void asksNobodyForSeveralChoicesWhoseWireDropsThem() {
    ChatRequest two = request("{'messages':[],'n':2}", 2, 10);
    assertEquals("n", param(refused(two, candidate("own", "m", null, Map.of("drop", "user, n")))));
    assertEquals(
        "n", param(refused(two, candidate("own", "m", null, Map.of("allow", "messages")))));
    fit(
        request("{'messages':[]}", 1, 10),
        candidate("own", "m", null, Map.of("drop", "n")),
        preferred);
  }

  @Test
  void passesOverAModelWhoseContextIsCertainlyTooSmall() {
    String long100 = "{'messages':[{'role':'user','content':'" + "one two ".repeat(50) + "'}]}";
    Candidate small = candidate("own", "m", card(60, 0, Set.of()), Map.of());
    Candidate large = candidate("own", "m", card(100, 0, Set.of()), Map.of());

    assertEquals(
        ErrorCode.CONTEXT_LENGTH_EXCEEDED, refused(request(long100, 1, 200), small).code());
    fit(request(long100, 1, 200), large, preferred);
  }

  @Test
  void lowersALimitThatWasMeantForAnotherModel() {
    ChatRequest request = request("{'messages':[],'max_tokens':5000}", 1, 10);
    Candidate other = candidate("own", "other", card(0, 4096, Set.of()), Map.of());
    FittedRequest fitted = fit(request, other, preferred);

    assertEquals(4096, fitted.request().body().getInt("max_tokens"));
    assertEquals(List.of("max_tokens=4096"), fitted.adjusted());
    Candidate same = candidate("own", "m", card(0, 4096, Set.of()), Map.of());
    assertSame(request, fit(request, same, preferred).request());
  }

  @Test
  void takesThinkingSignaturesFromTheHistoryForAnotherProvider() {
    ChatRequest request =
        request(
            "{'messages':[{'role':'user','content':[{'type':'thinking','thinking':'mine'}]},"
                + "{'role':'assistant','reasoning_content':'plain','thinking_blocks':[{}],"
                + "'content':[{'type':'thinking','thinking':'t','signature':'s'},"
                + "{'type':'text','text':'a'}],'tool_calls':[{'id':'c1','extra_content':{}}]}]}",
            1,
            10);
    FittedRequest fitted = fit(request, candidate("foreign", "m", null, Map.of()), preferred);

    assertEquals(
        json(
            "{'messages':[{'role':'user','content':[{'type':'thinking','thinking':'mine'}]},"
                + "{'role':'assistant','reasoning_content':'plain',"
                + "'content':[{'type':'text','text':'a'}],'tool_calls':[{'id':'c1'}]}]}"),
        fitted.request().body());
    assertEquals(
        List.of(
            "messages[1].thinking_blocks",
            "messages[1].content",
            "messages[1].tool_calls[0].extra_content"),
        fitted.adjusted());
    assertSame(request, fit(request, preferred, preferred).request());
  }

  @Test
  void rewritesToolCallIdsThatAnotherProviderDoesNotTakeAndKeepsPairsTogether() {
    ChatRequest odd = request(TOOL_TURN.formatted("functions.f:0"), 1, 10);
    JsonObject body =
        fit(odd, candidate("foreign", "m", null, Map.of()), preferred).request().body();
    String call = id(body);
    assertEquals(ToolCallIds.rewritten("functions.f:0"), call);
    assertEquals(call, body.getJsonArray("messages").getJsonObject(1).getString("tool_call_id"));

    ChatRequest usual = request(TOOL_TURN.formatted("call_abc-1"), 1, 10);
    assertSame(usual, fit(usual, candidate("foreign", "m", null, Map.of()), preferred).request());
  }

  @Test
  void marksAGivenBeginningAsTheProviderWantsIt() {
    assertEquals(
        json(PREFILL.formatted(",'partial':true")),
        prefilled(PREFILL.formatted(",'prefix':true"), Map.of("assistant-prefix", "partial")));
    assertEquals(
        json(PREFILL.formatted(",'prefix':true")),
        prefilled(PREFILL.formatted(""), Map.of("assistant-prefix", "prefix")));
    assertEquals(
        json(PREFILL.formatted("")),
        prefilled(PREFILL.formatted(",'partial':true"), Map.of("assistant-prefix", "plain")));
    JsonObject whole =
        prefilled(PREFILL.formatted(""), Map.of("assistant-prefix", "continue_final_message"));
    assertEquals(true, whole.getBoolean("continue_final_message"));
    assertEquals(false, whole.getBoolean("add_generation_prompt"));
  }

  @Test
  void asksAtTheProvidersOwnPathForABeginningToBeGoneOnWith() {
    Map<String, String> options =
        Map.of("assistant-prefix", "prefix", "assistant-prefix-path", "/beta/chat");
    Candidate candidate = candidate("own", "m", null, options);

    assertEquals(
        "/beta/chat",
        fit(request(PREFILL.formatted(""), 1, 10), candidate, preferred)
            .provider()
            .wireOptions()
            .get("chat-path"));
    assertSame(
        candidate.provider(),
        fit(request("{'messages':[]}", 1, 10), candidate, preferred).provider());
  }

  @Test
  void passesOverAnotherProviderThatDoesNotGoOnWithAMarkedBeginning() {
    ChatRequest marked = request(PREFILL.formatted(",'prefix':true"), 1, 10);
    refused(marked, candidate("foreign", "m", null, Map.of()));
    assertSame(marked, fit(marked, preferred, preferred).request());
    ChatRequest unmarked = request(PREFILL.formatted(""), 1, 10);
    assertSame(
        unmarked, fit(unmarked, candidate("foreign", "m", null, Map.of()), preferred).request());
  }

  private JsonObject prefilled(String body, Map<String, String> options) {
    return fit(request(body, 1, 10), candidate("own", "m", null, options), preferred)
        .request()
        .body();
  }

  private static String id(JsonObject body) {
    return body.getJsonArray("messages")
        .getJsonObject(0)
        .getJsonArray("tool_calls")
        .getJsonObject(0)
        .getString("id");
  }

  private ChatException refused(ChatRequest request, Candidate candidate) {
    return assertThrows(ChatException.Final.class, () -> fit(request, candidate, preferred));
  }

  private static String param(ChatException refusal) {
    return ((ChatException.Final) refusal).param();
  }

  private static ModelCard card(long window, long output, Set<String> capabilities) {
    return new ModelCard("u", List.of(), "chat", window, output, capabilities, null);
  }

  private static Candidate candidate(
      String provider, String model, ModelCard card, Map<String, String> options) {
    return new Candidate(
        model,
        "u",
        new ProviderCard(provider, "P", "openai", null, null, false, options, List.of()),
        new Endpoint("c", URI.create("http://localhost"), null, Timeouts.DEFAULT, Map.of()),
        card);
  }

  private static ChatRequest request(String body, int choices, long bound) {
    return new ChatRequest("m", json(body), true, false, choices, 0, bound);
  }

  private static JsonObject json(String text) {
    return JsonProvider.provider()
        .createReader(new StringReader(text.replace('\'', '"')))
        .readObject();
  }

  private static FittedRequest fit(ChatRequest request, Candidate candidate, Candidate preferred) {
    return RequestFit.of(request, candidate, preferred, AttemptFixture.LAYER.plan(candidate));
  }
}
