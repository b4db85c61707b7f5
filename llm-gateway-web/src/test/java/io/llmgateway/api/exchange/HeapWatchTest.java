package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private int most = 90;
  private int afterCollection;
  private int now;
  private int collections;
  private long nanos;

  private final HeapWatch watch =
      new HeapWatch(
          () -> most,
          new HeapWatch.Gauge() {
            @Override
            public int afterCollection() {
              return afterCollection;
            }

            @Override
            public int now() {
              return now;
            }
          },
          () -> collections++,
          () -> nanos);

  @Test
  void isFullOnlyWhenWhatIsAliveFillsIt() {
    assertFalse(fullAfter(60, 99));
    assertTrue(fullAfter(95, 96));
    assertFalse(fullAfter(95, 70), "it has been freed since");
    most = 100;
    assertFalse(fullAfter(99, 99));
  }

  @Test
  void looksTwiceASecond() {
    assertTrue(fullAfter(95, 96));
    afterCollection = 10;
    assertTrue(watch.full());
    nanos += TimeUnit.MILLISECONDS.toNanos(500);
    assertFalse(watch.full());
  }

  @Test
  void asksForACollectionNowAndThenWhileNobodyIsLetIn() {
    for (int second = 0; second <= 65; second++) {
      assertTrue(fullAfter(95, 96));
    }
    assertEquals(2, collections);
  }

  private boolean fullAfter(int alive, int all) {
    nanos += TimeUnit.SECONDS.toNanos(1);
    afterCollection = alive;
    now = all;
    return watch.full();
  }
}
