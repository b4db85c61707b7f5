package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;

/** A token that a service of the vendor hands out against the channel's credential. */
abstract class FetchedToken implements Authenticator {
  private final TokenCache tokens;

  FetchedToken(TokenCache tokens) {
    this.tokens = tokens;
  }

  /**
   * @return what the token depends on, under {@link TokenCache#key}
   */
  abstract String key(UpstreamRequest request, Endpoint endpoint);

  /** Asks the service; runs on a thread of its own. */
  abstract Token fetch(UpstreamRequest request, Endpoint endpoint);

  UpstreamRequest with(UpstreamRequest request, String token) {
    return request.withHeader("Authorization", "Bearer " + token);
  }

  @Override
  public final UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    String token =
        tokens.fetched(key(request, endpoint), () -> fetch(request, endpoint), cancellation);
    return with(request, token);
  }

  @Override
  public final boolean renew(Endpoint endpoint, UpstreamRequest sent) {
    return tokens.drop(key(sent, endpoint), sent);
  }
}
