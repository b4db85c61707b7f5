package io.llmgateway.provider.wire;

import io.llmgateway.provider.transport.AnswerReader;

/** One JSON document in each line (application/x-ndjson). */
public final class LineFrames implements Frames {
  private final AnswerReader reader;
  private String line;

  public LineFrames(AnswerReader reader) {
    this.reader = reader;
  }

  @Override
  public boolean next() {
    do {
      line = reader.line();
    } while (line != null && line.isBlank());
    return line != null;
  }

  @Override
  public String name() {
    return null;
  }

  @Override
  public String data() {
    return line;
  }
}
