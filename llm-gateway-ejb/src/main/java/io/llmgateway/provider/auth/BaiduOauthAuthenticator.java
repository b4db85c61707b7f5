package io.llmgateway.provider.auth;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/**
 * Qianfan v1 (wenxinworkshop): an OAuth token against API key and secret key, which goes into the
 * query. The vendor knows no other place for it, so no address of this wire may reach a log.
 */
final class BaiduOauthAuthenticator extends FetchedToken {
  static final String SERVICE = "https://aip.baidubce.com/oauth/2.0/token";
  private static final long LIFE_SECONDS = 2_592_000;

  private final TokenService service;
  private final String address;
  private final Clock clock;

  BaiduOauthAuthenticator(TokenCache tokens, TokenService service, String address, Clock clock) {
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
    return TokenCache.key("baidu-oauth", address, pair.id(), pair.secret());
  }

  @Override
  Token fetch(UpstreamRequest request, Endpoint endpoint) {
    KeyPair pair = KeyPair.of(endpoint, ':');
    Instant now = clock.instant();
    String query =
        "?grant_type=client_credentials&client_id="
            + UriText.encode(pair.id())
            + "&client_secret="
            + UriText.encode(pair.secret());
    JsonObject answer =
        service.ask(
            TokenService.post(URI.create(address + query), "application/json", ""), endpoint);
    long life =
        answer.get("expires_in") instanceof JsonNumber number ? number.longValue() : LIFE_SECONDS;
    return new Token(
        TokenService.text(answer, "access_token", endpoint), now, now.plusSeconds(life));
  }

  @Override
  UpstreamRequest with(UpstreamRequest request, String token) {
    String uri = request.uri().toString();
    String joint = uri.indexOf('?') < 0 ? "?" : "&";
    return request.withUri(URI.create(uri + joint + "access_token=" + UriText.encode(token)));
  }
}
