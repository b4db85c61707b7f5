package io.llmgateway.provider.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of conversations that a vendor would refuse as they are. */
class ConversationsTest {
  private static final String NEIGHBOURS =
      "'messages':[{'role':'system','content':'A.'},{'role':'system','content':'B.'},"
          + "{'role':'user','content':'one'},{'role':'user','content':'two'},"
          + "{'role':'assistant','content':''},{'role':'user','content':'three'}]";

  private static JsonObject sent(String wire, String card, String fields) {
    Recorded recorded = Recorded.of(wire);
    Recorded asked = card == null ? recorded : new Recorded(wire, Requests.json(card), Map.of());
    try (Spoken spoken = Spoken.of(asked, recorded.part("stream"), Requests.of(true, 1, fields))) {
      spoken.events();
      return Requests.json(spoken.request().body());
    }
  }

  @Test
  void qianfanAlternatesAndTakesTheSystemsWordsApart() {
    JsonObject sent = sent("wenxin", null, NEIGHBOURS);
    assertEquals("A.\nB.", sent.getString("system"));
    assertEquals(
        Requests.json(
                "{'m':[{'role':'user','content':'one\\ntwo'},{'role':'assistant','content':' '},"
                    + "{'role':'user','content':'three'}]}")
            .get("m"),
        sent.get("messages"));
  }

  @Test
  void hunyuanJoinsNeighboursAndLeavesNoContentEmpty() {
    assertEquals(
        Requests.json(
                "{'m':[{'Role':'system','Content':'A.\\nB.'},{'Role':'user','Content':'one\\ntwo'},"
                    + "{'Role':'assistant','Content':' '},{'Role':'user','Content':'three'}]}")
            .get("m"),
        sent("hunyuan", null, NEIGHBOURS).get("Messages"));
  }

  @Test
  void ollamaGetsTheContextThatIsConfigured() {
    JsonObject sent =
        sent("ollama", "{'wire':'ollama','num-ctx':'32768'}", NEIGHBOURS + ",'max_tokens':5");
    assertEquals(Requests.json("{'num_ctx':32768,'num_predict':5}"), sent.get("options"));
  }

  @Test
  void ollamaRefusesImagesByTheirAddress() {
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () ->
                sent(
                    "ollama",
                    null,
                    "'messages':[{'role':'user','content':[{'type':'image_url',"
                        + "'image_url':{'url':'https://x.test/a.png'}}]}]"));
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refused.code());
  }

  @Test
  void refusesContentThatAVendorHasNoWordFor() {
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () ->
                sent(
                    "anthropic",
                    null,
                    "'messages':[{'role':'user','content':[{'type':'input_audio',"
                        + "'input_audio':{}}]}]"));
    assertEquals("messages[0].content[0].type", refused.param());
  }
}
