package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Baidu: signs the request itself with bce-auth-v1. */
final class BceAuthenticator implements Authenticator {
  private final Clock clock;

  BceAuthenticator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, ':') != null;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    return signed(request, KeyPair.of(endpoint, ':'), clock);
  }

  /** With host and x-bce-date signed. */
  static UpstreamRequest signed(UpstreamRequest request, KeyPair pair, Clock clock) {
    String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String authorization =
        BceSignature.authorization(
            pair,
            request.method(),
            UriText.path(request.uri()),
            UriText.parameters(request.uri()),
            Map.of("host", UriText.host(request.uri()), "x-bce-date", time),
            true,
            time);
    return request.withHeaders(Map.of("x-bce-date", time, "Authorization", authorization));
  }
}
