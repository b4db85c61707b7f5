package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;

/** Says why a request got no answer, without saying where it went. */
final class NoAnswer {
  private NoAnswer() {}

  static ChatException failure(IOException e, Attempt attempt) {
    ChatException abortion = attempt.abortion(e);
    if (abortion != null) {
      return abortion;
    }
    if (e instanceof ClientProtocolException
        || e instanceof MessageConstraintException
        || e instanceof ZipException
        || e instanceof EOFException
        || e.getCause() instanceof ProtocolException) {
      return new ChatException.Retryable(
          ErrorCode.UPSTREAM_INVALID_RESPONSE,
          Outcome.INVALID,
          "The provider's answer is not what HTTP promises",
          null,
          e);
    }
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR, Outcome.CONNECT, reason(e), null, e);
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "The provider's address is unknown";
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "The provider could not be reached";
    }
    if (e instanceof SSLException) {
      return "No secure connection to the provider";
    }
    return "The connection to the provider broke before an answer began";
  }
}
