package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;

/** The channel's key as it is, in one header. A channel without a key sends none. */
final class BearerAuthenticator implements Authenticator {
  private final String header;
  private final String prefix;

  /**
   * @param header for example {@code Authorization}, {@code x-api-key}, {@code api-key}
   * @param prefix what stands before the key: {@code "Bearer "}, or nothing
   */
  BearerAuthenticator(String header, String prefix) {
    this.header = header;
    this.prefix = prefix;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return true;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    String key = endpoint.apiKey();
    return key == null || key.isEmpty() ? request : request.withHeader(header, prefix + key);
  }
}
