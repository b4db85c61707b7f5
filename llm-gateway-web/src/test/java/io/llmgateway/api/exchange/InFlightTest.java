package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InFlightTest {
  private final InFlight inFlight = new InFlight();

  @Test
  void letsInNoMoreThanTheLimit() {
    InFlight.Place first = inFlight.enter(new Cancellation(), 1);
    assertRefused();
    first.close();
    first.close();
    inFlight.enter(new Cancellation(), 1);
    assertRefused();
  }

  @Test
  @Timeout(10)
  void letsNobodyInOnceItStops() throws InterruptedException {
    inFlight.stop(Duration.ZERO);
    assertRefused();
  }

  @Test
  @Timeout(10)
  void cancelsWhatIsLeftAfterTheGraceAndWaitsForItsEnd() throws InterruptedException {
    Cancellation endless = new Cancellation();
    InFlight.Place place = inFlight.enter(endless, 10);
    endless.onCancel(place::close);
    inFlight.stop(Duration.ofMillis(1));
    assertTrue(endless.cancelled());
  }

  @Test
  @Timeout(10)
  void cancelsNothingThatEndsInTime() throws InterruptedException {
    Cancellation call = new Cancellation();
    inFlight.enter(call, 10).close();
    inFlight.stop(Duration.ofSeconds(5));
    assertFalse(call.cancelled());
  }

  private void assertRefused() {
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class, () -> inFlight.enter(new Cancellation(), 1).close());
    assertEquals(ErrorCode.OVERLOADED, refused.code());
    assertTrue(refused.retryAfter().toSeconds() >= 1);
  }
}
