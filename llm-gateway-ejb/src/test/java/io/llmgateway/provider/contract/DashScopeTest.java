package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.provider.transport.CannedProvider;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the contract of all wires does not ask of DashScope's. */
class DashScopeTest {
  private static final Recorded WIRE = Recorded.of("dashscope");
  private static final String USER = "'messages':[{'role':'user','content':'hi'}]";

  private static String event(String text, String reason) {
    return "event:result\ndata:{\"output\":{\"choices\":[{\"message\":{\"role\":\"assistant\","
        + "\"content\":\""
        + text
        + "\"},\"finish_reason\":\""
        + reason
        + "\"}]},\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}\n\n";
  }

  @Test
  void takesOnlyWhatIsNewWhenEachEventRepeatsAll() {
    Recorded repeating =
        new Recorded(
            "repeating", Requests.json("{'wire':'dashscope','incremental':'false'}"), Map.of());
    String stream =
        event("Hello", "null") + event("Hello, world", "null") + event("Hello, world", "stop");
    Recorded.Part part =
        new Recorded.Part("200 text/event-stream", stream.getBytes(StandardCharsets.UTF_8));

    List<ChatEvent> events = Spoken.of(repeating, part, Requests.chat(true)).events();

    assertEquals("Hello, world", Spoken.text(events));
    assertEquals(2, Spoken.only(ChatEvent.TextDelta.class, events).size());
  }

  @Test
  void streamsFromAThinkingModelForACallerThatDoesNot() {
    try (Spoken spoken =
        Spoken.of(
            WIRE,
            WIRE.part("reasoning"),
            Requests.of(false, 1, USER + ",'reasoning_effort':'high'"))) {
      assertEquals("Let me think.", Spoken.reasoning(spoken.events()));
      CannedProvider.Exchange request = spoken.request();
      assertTrue(request.head().contains("X-DashScope-SSE: enable"), request.head());
      JsonObject parameters = Requests.json(request.body()).getJsonObject("parameters");
      assertTrue(parameters.getBoolean("enable_thinking"));
      assertTrue(parameters.getBoolean("incremental_output"));
    }
  }

  @Test
  void speaksToModelsThatSeeInPartsWithoutTypes() {
    JsonObject card = Requests.json("{'wire':'dashscope','vision':'some-.*'}");
    try (Spoken spoken =
        Spoken.of(
            new Recorded("seeing", card, Map.of()),
            WIRE.part("stream"),
            Requests.of(
                true,
                1,
                "'messages':[{'role':'user','content':[{'type':'text','text':'what?'},"
                    + "{'type':'image_url','image_url':{'url':'https://x.test/a.png'}}]}]"))) {
      spoken.events();
      CannedProvider.Exchange request = spoken.request();
      assertTrue(request.head().contains("/multimodal-generation/generation "), request.head());
      assertEquals(
          Requests.json(
              "{'messages':[{'role':'user','content':[{'text':'what?'},"
                  + "{'image':'https://x.test/a.png'}]}]}"),
          Requests.json(request.body()).get("input"));
      assertFalse(request.head().contains("WorkSpace"), "only when there is one");
    }
  }
}
