package io.llmgateway.provider.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A request's bytes, which tell when they are asked for and whether they all got away. */
final class PostedBody extends AbstractHttpEntity {
  private final byte[] bytes;
  private Attempt attempt;
  private boolean begun;
  private boolean sent;

  PostedBody(byte[] bytes) {
    super("application/json", null, false);
    this.bytes = bytes;
  }

  void tells(Attempt owner) {
    this.attempt = owner;
  }

  /**
   * @return true when writing began and did not come to its end, so that nobody can have read the
   *     whole document
   */
  boolean brokeOff() {
    return begun && !sent;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    attempt.connected();
    begun = true;
    out.write(bytes);
    out.flush();
    sent = true;
  }

  @Override
  public long getContentLength() {
    return bytes.length;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public void close() {
    // nothing is held
  }
}
