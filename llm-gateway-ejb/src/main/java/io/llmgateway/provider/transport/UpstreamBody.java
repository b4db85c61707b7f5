package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.OutcomeRule;
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
  private boolean known;

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
    if (!known) {
      lookAt(buffer, offset, count);
    }
    return count;
  }

  /** White space may come for minutes before a document begins, which then comes at once. */
  private void lookAt(byte[] buffer, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (buffer[i] < 0 || buffer[i] > ' ') {
        known = true;
        if (buffer[i] == '{' || buffer[i] == '[') {
          attempt.documentBegun();
        }
        return;
      }
    }
  }

  private ChatException failure(IOException e) {
    ChatException abortion = attempt.abortion(e);
    if (abortion != null) {
      return abortion;
    }
    if (e instanceof ZipException) {
      return failure(
          Outcome.INVALID, "The provider's answer is not the gzip data that it claims to be", e);
    }
    // what breaks off before it began is no answer at all
    Outcome outcome = attempt.hasBegun() ? Outcome.CUT : Outcome.INVALID;
    return failure(outcome, "The provider's answer broke off", e);
  }

  private static ChatException failure(Outcome outcome, String message, IOException e) {
    return new ChatException.Retryable(OutcomeRule.of(outcome).code(), outcome, message, null, e);
  }
}
