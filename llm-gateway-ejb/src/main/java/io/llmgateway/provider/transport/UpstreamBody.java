package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * The bytes of an answer. A failure is a {@link ChatException} that says why, not an {@link
 * IOException}: readers need no error handling of their own.
 */
final class UpstreamBody extends InputStream {
  private final InputStream in;
  private final Attempt attempt;

  UpstreamBody(InputStream in, Attempt attempt) {
    this.in = in;
    this.attempt = attempt;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Returns what is there, as soon as anything is there. */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    attempt.reading();
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw failure(e);
    } finally {
      attempt.read();
    }
    if (attempt.aborted()) {
      // a socket that is closed under its reader may look like a normal end
      throw attempt.abortion(null);
    }
    return count;
  }

  private ChatException failure(IOException e) {
    ChatException abortion = attempt.abortion(e);
    if (abortion != null) {
      return abortion;
    }
    if (e instanceof ZipException) {
      return new ChatException.Retryable(
          ErrorCode.UPSTREAM_INVALID_RESPONSE,
          Outcome.INVALID,
          "The provider's answer is not the gzip data that it claims to be",
          null,
          e);
    }
    return new ChatException.Retryable(
        attempt.hasBegun() ? ErrorCode.UPSTREAM_ERROR : ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.CUT,
        "The provider's answer broke off",
        null,
        e);
  }
}
