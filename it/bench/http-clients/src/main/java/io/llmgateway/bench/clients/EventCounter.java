package io.llmgateway.bench.clients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Counts events (empty lines) in an event stream that arrives in arbitrary pieces. */
final class EventCounter {
  private int events;
  private byte previous;

  void add(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      add(buffer[i]);
    }
  }

  void add(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      add(buffer.get());
    }
  }

  private void add(byte next) {
    if (next == '\n' && previous == '\n') {
      events++;
    }
    previous = next;
  }

  int events() {
    return events;
  }

  static int drain(InputStream in) throws IOException {
    EventCounter counter = new EventCounter();
    byte[] buffer = new byte[4 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      counter.add(buffer, 0, n);
    }
    return counter.events();
  }
}
