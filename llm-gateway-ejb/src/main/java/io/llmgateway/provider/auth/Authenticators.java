package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.auth.JwtAuthenticator.Dialect;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The schemes by their names, as a provider's file or a channel asks for them:
 *
 * <pre>
 * auth         schemes, separated by commas: the first that fits the channel's credential is used.
 *              Without it: header, if there is an auth-header, else bearer
 * auth-header  the header of the scheme "header"
 * token-url    where the scheme fetches its tokens, instead of the vendor's address
 * </pre>
 *
 * <p>One for the whole gateway, since it holds the tokens. Safe for use by many threads.
 */
public final class Authenticators {
  /** The options of a card that are read here and not by the wire. */
  public static final Set<String> OPTIONS = Set.of("auth", "auth-header", "token-url");

  private static final int MOST_FETCHES = 16;

  private final Map<Map<String, String>, Authenticator> known = new ConcurrentHashMap<>();
  private final TokenService service;
  private final TokenCache tokens;
  private final Clock clock;

  public Authenticators(UpstreamClient client, Clock clock) {
    this.service = new TokenService(client);
    this.clock = clock;
    this.tokens = new TokenCache(clock, threads());
  }

  /** Threads that end when there is nothing to fetch, and keep no server from stopping. */
  private static ThreadPoolExecutor threads() {
    return new ThreadPoolExecutor(
        0,
        MOST_FETCHES,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "gateway-tokens");
          thread.setDaemon(true);
          thread.setContextClassLoader(Authenticators.class.getClassLoader());
          return thread;
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /**
   * @param wireOptions of a provider's card; the wire's own are ignored
   * @throws IllegalArgumentException when they name a scheme that does not exist
   */
  public Authenticator of(Map<String, String> wireOptions) {
    return known.computeIfAbsent(wireOptions, this::make);
  }

  private Authenticator make(Map<String, String> options) {
    String header = options.get("auth-header");
    String names = options.getOrDefault("auth", header == null ? "bearer" : "header");
    List<Authenticator> schemes = new ArrayList<>();
    String url = options.get("token-url");
    if (url != null && URI.create(url).getHost() == null) {
      throw new IllegalArgumentException("token-url is not a URL");
    }
    for (String name : names.split(",")) {
      schemes.add(scheme(name.trim(), header, url));
    }
    return schemes.size() == 1 ? schemes.get(0) : new FirstFit(schemes);
  }

  private Authenticator scheme(String name, String header, String url) {
    return switch (name) {
      case "bearer" -> new BearerAuthenticator("Authorization", "Bearer ");
      case "header" -> new BearerAuthenticator(header(header), "");
      case "x-api-key" -> new BearerAuthenticator("x-api-key", "");
      case "api-key" -> new BearerAuthenticator("api-key", "");
      case "x-goog-api-key" -> new BearerAuthenticator("x-goog-api-key", "");
      case "none" -> new NoAuthenticator();
      case "zhipu-jwt" -> new JwtAuthenticator(Dialect.ZHIPU, "Bearer ", tokens, clock);
      case "zhipu-jwt-bare" -> new JwtAuthenticator(Dialect.ZHIPU, "", tokens, clock);
      case "sensenova-jwt" -> new JwtAuthenticator(Dialect.SENSENOVA, "Bearer ", tokens, clock);
      case "ark" -> new ArkAuthenticator(tokens, service, or(url, ArkAuthenticator.SERVICE), clock);
      case "bce" -> new BceAuthenticator(clock);
      case "bce-bearer" ->
          new BceBearerAuthenticator(
              tokens, service, or(url, BceBearerAuthenticator.SERVICE), clock);
      case "baidu-oauth" ->
          new BaiduOauthAuthenticator(
              tokens, service, or(url, BaiduOauthAuthenticator.SERVICE), clock);
      case "tc3" -> new Tc3Authenticator(clock);
      case "spark-url" -> new SparkUrlAuthenticator(clock);
      case "baichuan-md5" -> new BaichuanAuthenticator(clock);
      case "sigv4" -> new SigV4Authenticator("bedrock", clock);
      case "google-service-account" -> new GoogleServiceAccount(tokens, service, url, clock);
      default -> throw new IllegalArgumentException("there is no authentication scheme " + name);
    };
  }

  private static String header(String header) {
    if (header == null) {
      throw new IllegalArgumentException("the authentication scheme header needs auth-header");
    }
    return header;
  }

  private static String or(String url, String vendors) {
    return url == null ? vendors : url;
  }

  /** For self-hosted servers: whatever key the channel has is kept. */
  private static final class NoAuthenticator implements Authenticator {
    @Override
    public boolean fits(Endpoint endpoint) {
      return true;
    }

    @Override
    public UpstreamRequest authenticate(
        UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
      return request;
    }
  }

  /** Several schemes, for vendors with several kinds of credentials. */
  private record FirstFit(List<Authenticator> schemes) implements Authenticator {
    private Authenticator scheme(Endpoint endpoint) {
      for (Authenticator scheme : schemes) {
        if (scheme.fits(endpoint)) {
          return scheme;
        }
      }
      return schemes.get(schemes.size() - 1);
    }

    @Override
    public boolean fits(Endpoint endpoint) {
      return schemes.stream().anyMatch(scheme -> scheme.fits(endpoint));
    }

    @Override
    public UpstreamRequest authenticate(
        UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
      return scheme(endpoint).authenticate(request, endpoint, cancellation);
    }

    @Override
    public boolean renew(Endpoint endpoint, UpstreamRequest sent) {
      return scheme(endpoint).renew(endpoint, sent);
    }
  }
}
