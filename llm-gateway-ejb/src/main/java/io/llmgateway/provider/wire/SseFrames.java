package io.llmgateway.provider.wire;

import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.SseReader;

/** Server-sent events. */
public final class SseFrames implements Frames {
  private final SseReader reader;

  public SseFrames(AnswerReader reader) {
    this.reader = new SseReader(reader);
  }

  @Override
  public boolean next() {
    return reader.next();
  }

  @Override
  public String name() {
    return reader.name();
  }

  @Override
  public String data() {
    return reader.data();
  }
}
