package io.llmgateway.provider.auth;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

/**
 * Google Cloud: the key file of a service account signs a JWT (RS256), which buys an access token
 * for an hour (https://developers.google.com/identity/protocols/oauth2/service-account). The file
 * is read when a token is fetched, so that an exchanged file takes effect.
 */
final class GoogleServiceAccount extends FetchedToken {
  static final String SERVICE = "https://oauth2.googleapis.com/token";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final long LIFE_SECONDS = 3600;
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final TokenService service;
  private final String address;
  private final Clock clock;

  /**
   * @param address of the token service, or null for the one that the key file names
   */
  GoogleServiceAccount(TokenCache tokens, TokenService service, String address, Clock clock) {
    super(tokens);
    this.service = service;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return endpoint.options().containsKey("credentials-file");
  }

  @Override
  String key(UpstreamRequest request, Endpoint endpoint) {
    return TokenCache.key("google", endpoint.options().getOrDefault("credentials-file", ""));
  }

  @Override
  Token fetch(UpstreamRequest request, Endpoint endpoint) {
    JsonObject file = file(endpoint);
    String target = address != null ? address : JsonText.text(file, "token_uri");
    target = target == null ? SERVICE : target;
    Instant now = clock.instant();
    String assertion = assertion(file, target, now);
    String body = "grant_type=" + UriText.encode(GRANT) + "&assertion=" + UriText.encode(assertion);
    JsonObject answer =
        service.ask(
            TokenService.post(URI.create(target), "application/x-www-form-urlencoded", body),
            endpoint);
    long life =
        answer.get("expires_in") instanceof JsonNumber number ? number.longValue() : LIFE_SECONDS;
    return new Token(
        TokenService.text(answer, "access_token", endpoint), now, now.plusSeconds(life));
  }

  private static JsonObject file(Endpoint endpoint) {
    String path = endpoint.options().get("credentials-file");
    try {
      if (path != null && JsonText.parse(Files.readString(Path.of(path))) instanceof JsonObject o) {
        return o;
      }
    } catch (IOException e) {
      throw unusable("can not be read", e);
    }
    throw unusable("is not set, or is not JSON", null);
  }

  private static String assertion(JsonObject file, String audience, Instant now) {
    String account = JsonText.text(file, "client_email");
    String key = JsonText.text(file, "private_key");
    String id = JsonText.text(file, "private_key_id");
    if (account == null || key == null) {
      throw unusable("has no client_email or private_key", null);
    }
    String header =
        JsonText.json()
            .createObjectBuilder()
            .add("alg", "RS256")
            .add("typ", "JWT")
            .add("kid", id == null ? "" : id)
            .build()
            .toString();
    String claims =
        JsonText.json()
            .createObjectBuilder()
            .add("iss", account)
            .add("scope", SCOPE)
            .add("aud", audience)
            .add("iat", now.getEpochSecond())
            .add("exp", now.getEpochSecond() + LIFE_SECONDS)
            .build()
            .toString();
    try {
      return Jwt.rs256(header, claims, privateKey(key));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable("has a private_key that is no PKCS#8 RSA key", null);
    }
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static ChatException unusable(String what, Exception cause) {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR,
        Outcome.AUTH,
        "The channel's credentials-file " + what,
        null,
        cause);
  }
}
