package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A JWT that the gateway makes itself of the two parts of a key, in the dialects of the vendors
 * that take one.
 */
final class JwtAuthenticator implements Authenticator {

  /** What differs between vendors. */
  enum Dialect {
    /** Zhipu: key {@code id.secret}; times in milliseconds. */
    ZHIPU('.', Duration.ofHours(1), "{\"alg\":\"HS256\",\"sign_type\":\"SIGN\"}") {
      @Override
      String claims(String id, Instant now) {
        long millis = now.toEpochMilli();
        return "{\"api_key\":"
            + quoted(id)
            + ",\"exp\":"
            + (millis + life.toMillis())
            + ",\"timestamp\":"
            + millis
            + "}";
      }
    },
    /** SenseNova: an access key with its secret; times in seconds, valid from a little before. */
    SENSENOVA(':', Duration.ofSeconds(1800), "{\"alg\":\"HS256\",\"typ\":\"JWT\"}") {
      @Override
      String claims(String id, Instant now) {
        long seconds = now.getEpochSecond();
        return "{\"iss\":"
            + quoted(id)
            + ",\"exp\":"
            + (seconds + life.toSeconds())
            + ",\"nbf\":"
            + (seconds - SKEW_SECONDS)
            + "}";
      }
    };

    private static final int SKEW_SECONDS = 5;

    final char separator;
    final Duration life;
    final String header;

    Dialect(char separator, Duration life, String header) {
      this.separator = separator;
      this.life = life;
      this.header = header;
    }

    abstract String claims(String id, Instant now);

    String token(KeyPair pair, Instant now) {
      return Jwt.hs256(header, claims(pair.id(), now), pair.secret());
    }

    private static String quoted(String text) {
      return JsonText.json().createValue(text).toString();
    }
  }

  private final Dialect dialect;
  private final String prefix;
  private final TokenCache tokens;
  private final Clock clock;

  /**
   * @param prefix {@code "Bearer "}, or nothing
   */
  JwtAuthenticator(Dialect dialect, String prefix, TokenCache tokens, Clock clock) {
    this.dialect = dialect;
    this.prefix = prefix;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, dialect.separator) != null;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    KeyPair pair = KeyPair.of(endpoint, dialect.separator);
    String token =
        tokens.made(
            TokenCache.key(dialect.name(), pair.id(), pair.secret()),
            () -> {
              Instant now = clock.instant();
              return new Token(dialect.token(pair, now), now, now.plus(dialect.life));
            });
    return request.withHeader("Authorization", prefix + token);
  }

  @Override
  public boolean renew(Endpoint endpoint, UpstreamRequest sent) {
    KeyPair pair = KeyPair.of(endpoint, dialect.separator);
    return tokens.drop(TokenCache.key(dialect.name(), pair.id(), pair.secret()), sent);
  }
}
