package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {
  @Test
  void opensAnAnswerOnlyAtItsFirstUsefulEvent() {
    ChatEvent started = new ChatEvent.Started("m", JsonValue.EMPTY_JSON_OBJECT);
    ChatEvent text = new ChatEvent.TextDelta(0, "hi", null);
    assertEquals(
        List.of(started, text),
        List.copyOf(Opening.of(new GivenEvents(started, text), List.of()).preamble()));

    GivenEvents empty = new GivenEvents(started);
    assertThrows(ChatException.Retryable.class, () -> Opening.of(empty, List.of()));
    assertFalse(empty.open);
  }
}
