package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;

/**
 * Adds a credential to a finished request: called once for each request that is sent, after the
 * last change of its address, headers and body. Safe for use by many threads.
 */
public interface Authenticator {

  /**
   * @return whether the channel has what this scheme needs (two parts of a key, a key file)
   */
  boolean fits(Endpoint endpoint);

  /**
   * May wait for a token, until the cancellation fires.
   *
   * @return the same request with its credential
   * @throws ChatException.Retryable AUTH when the channel lacks what the scheme needs; that of the
   *     token service when a token can not be had; CANCELLED
   */
  UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation);

  /**
   * The provider refused the credential.
   *
   * @param sent what {@link #authenticate} gave
   * @return true when what was sent was a token that has now been dropped, so that sending once
   *     more makes sense
   */
  default boolean renew(Endpoint endpoint, UpstreamRequest sent) {
    return false;
  }
}
