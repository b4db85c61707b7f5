package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PauseTest {
  private final Cancellation cancellation = new Cancellation();

  @Test
  void endsAtOnceWhenTheClientGoes() throws Exception {
    CompletableFuture<Boolean> pause =
        CompletableFuture.supplyAsync(() -> Pause.really(Duration.ofHours(1), cancellation));
    cancellation.cancel();

    assertFalse(pause.get(30, TimeUnit.SECONDS));
  }

  @Test
  void doesNotBeginForAClientThatHasGone() {
    cancellation.cancel();

    assertFalse(Pause.really(Duration.ofHours(1), cancellation));
  }

  @Test
  void goesOnAfterItsTime() {
    assertTrue(Pause.really(Duration.ofMillis(1), cancellation));
  }
}
