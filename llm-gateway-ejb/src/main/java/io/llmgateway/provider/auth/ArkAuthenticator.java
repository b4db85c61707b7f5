package io.llmgateway.provider.auth;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Volcengine Ark with access key and secret: a signed call of the control plane (GetApiKey) buys a
 * temporary key for the endpoints that are asked ({@code endpoint-ids}, or the request's model).
 */
final class ArkAuthenticator extends FetchedToken {
  static final String SERVICE = "https://open.volcengineapi.com/";
  private static final Duration LIFE = Duration.ofDays(1);
  private static final String JSON = "application/json";

  private final TokenService service;
  private final String address;
  private final Clock clock;

  ArkAuthenticator(TokenCache tokens, TokenService service, String address, Clock clock) {
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
    return TokenCache.key("ark", address, pair.id(), pair.secret(), resources(request, endpoint));
  }

  private static String resources(UpstreamRequest request, Endpoint endpoint) {
    String configured = endpoint.options().get("endpoint-ids");
    return configured != null ? configured : model(request.body());
  }

  /** The body's model, which stands at its beginning. */
  private static String model(byte[] body) {
    try (JsonParser parser = JsonText.json().createParser(new ByteArrayInputStream(body))) {
      while (parser.hasNext()) {
        if (parser.next() == JsonParser.Event.KEY_NAME && parser.getString().equals("model")) {
          parser.next();
          return parser.getString();
        }
      }
    }
    return "";
  }

  @Override
  Token fetch(UpstreamRequest request, Endpoint endpoint) {
    Instant now = clock.instant();
    JsonArrayBuilder ids = JsonText.json().createArrayBuilder();
    for (String id : resources(request, endpoint).split(",")) {
      ids.add(id.trim());
    }
    String body =
        JsonText.json()
            .createObjectBuilder()
            .add("DurationSeconds", LIFE.toSeconds())
            .add("ResourceType", "endpoint")
            .add("ResourceIds", ids)
            .build()
            .toString();
    URI uri = URI.create(address + "?Action=GetApiKey&Version=2024-01-01");
    JsonObject answer =
        service.ask(signed(TokenService.post(uri, JSON, body), endpoint, now), endpoint);
    return token(answer, endpoint, now);
  }

  private static UpstreamRequest signed(UpstreamRequest request, Endpoint endpoint, Instant now) {
    String time = SigV4Authenticator.TIME.format(now);
    String bodyHash = Digests.sha256(request.body());
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", JSON);
    headers.put("host", UriText.host(request.uri()));
    headers.put("x-content-sha256", bodyHash);
    headers.put("x-date", time);
    String session = endpoint.options().get("session-token");
    if (session != null) {
      headers.put("x-security-token", session);
    }
    V4Signature.Subject subject =
        new V4Signature.Subject(
            request.method(),
            UriText.encodePath(UriText.path(request.uri())),
            UriText.canonicalQuery(UriText.parameters(request.uri())),
            V4Signature.sorted(headers),
            bodyHash);
    String region = endpoint.options().getOrDefault("region", "cn-beijing");
    headers.put(
        "Authorization",
        V4Signature.VOLCENGINE.authorization(
            KeyPair.of(endpoint, ':'), subject, time, region, "ark"));
    headers.remove("host");
    headers.remove("content-type");
    return request.withHeaders(headers);
  }

  private static Token token(JsonObject answer, Endpoint endpoint, Instant now) {
    JsonObject result = JsonText.object(answer, "Result");
    if (result == null) {
      JsonObject metadata = JsonText.object(answer, "ResponseMetadata");
      JsonObject error = metadata == null ? null : JsonText.object(metadata, "Error");
      String words = error == null ? "no Result" : JsonText.text(error, "Code");
      throw TokenService.refused(Fault.of(Outcome.AUTH, String.valueOf(words)), endpoint);
    }
    return new Token(
        TokenService.text(result, "ApiKey", endpoint),
        now,
        TokenService.moment(result, "ExpiredTime", now.plus(LIFE)));
  }
}
