package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneAnswerTest {
  @Test
  void refusesSeveralAnswersOfAProviderThatGivesOne() {
    OpenAiRequestTranslator translator =
        new OpenAiRequestTranslator(WireOptions.of(Map.of("drop", "n")));
    JsonObject body = Answers.json("{'model':'m','messages':[],'n':2}");
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () -> translator.chat(new ChatRequest("up", body, false, false, 2, 0, 10)));
    assertEquals("n", refused.param());
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, refused.code());

    String one =
        new String(
            translator.chat(new ChatRequest("up", body, false, false, 1, 0, 10)),
            StandardCharsets.UTF_8);
    assertFalse(one.contains("\"n\""), "one is what there is anyway");
  }
}
