package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {
  private final BodyMemory memory = new BodyMemory(() -> 100);

  @Test
  void boundsTheBytesOfAllRequestsTogether() {
    BodyMemory.Share first = memory.share();
    BodyMemory.Share second = memory.share();
    first.grow(40);
    first.grow(80);
    second.grow(20);
    ChatException.Final refused = assertThrows(ChatException.Final.class, () -> second.grow(21));
    assertEquals(ErrorCode.OVERLOADED, refused.code());
    assertEquals(2, refused.retryAfter().toSeconds());
    assertEquals(100, memory.used());
    first.close();
    first.close();
    assertEquals(20, memory.used());
    second.grow(100);
    second.close();
    assertEquals(0, memory.used());
  }
}
