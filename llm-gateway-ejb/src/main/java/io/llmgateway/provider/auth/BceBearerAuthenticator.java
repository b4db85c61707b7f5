package io.llmgateway.provider.auth;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Qianfan v2 with access key and secret: a temporary bearer from the IAM service. */
final class BceBearerAuthenticator extends FetchedToken {
  static final String SERVICE = "https://iam.bj.baidubce.com/v1/BCE-BEARER/token";
  private static final Duration LIFE = Duration.ofDays(30);

  private final TokenService service;
  private final String address;
  private final Clock clock;

  BceBearerAuthenticator(TokenCache tokens, TokenService service, String address, Clock clock) {
    super(tokens);
    this.service = service;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, ':') != null;
  }

  @Override
  String key(UpstreamRequest request, Endpoint endpoint) {
    KeyPair pair = KeyPair.of(endpoint, ':');
    return TokenCache.key("bce-bearer", address, pair.id(), pair.secret());
  }

  @Override
  Token fetch(UpstreamRequest request, Endpoint endpoint) {
    Instant now = clock.instant();
    URI uri = URI.create(address + "?expireInSeconds=" + LIFE.toSeconds());
    JsonObject answer =
        service.ask(
            BceAuthenticator.signed(TokenService.get(uri), KeyPair.of(endpoint, ':'), clock),
            endpoint);
    return new Token(
        TokenService.text(answer, "token", endpoint),
        now,
        TokenService.moment(answer, "expireTime", now.plus(LIFE)));
  }
}
