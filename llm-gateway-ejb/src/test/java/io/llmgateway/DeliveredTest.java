package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import org.junit.jupiter.api.Test;

class DeliveredTest {
  private final Delivered delivered = new Delivered();

  @Test
  void halfACharacterIsNotGoneOnWith() {
    text("smile \ud83d");
    assertNull(delivered.continuable());

    text("\ude00");
    assertEquals("smile \ud83d\ude00", delivered.continuable());
  }

  @Test
  void anAnswerWithoutEndIsCountedAndNotKept() {
    String much = "word ".repeat(Delivered.LONGEST / 5 + 1);
    text(much);

    assertTrue(delivered.text().isEmpty());
    assertFalse(delivered.nothing());
    assertNull(delivered.continuable());
    assertEquals(much.length(), delivered.length());
    assertEquals(
        Usage.of(3, 2 + TokenEstimate.tokens(much)), delivered.withForgotten(Usage.of(3, 2)));
  }

  @Test
  void reasoningThatIsNotKeptCountsAsReasoning() {
    String much = "word ".repeat(Delivered.LONGEST / 5 + 1);
    delivered.add(new ChatEvent.ReasoningDelta(0, much));

    long tokens = TokenEstimate.tokens(much);
    assertEquals(new Usage(3, 2 + tokens, 0, 0, tokens), delivered.withForgotten(Usage.of(3, 2)));
  }

  private void text(String text) {
    delivered.add(new ChatEvent.TextDelta(0, text, null));
  }
}
