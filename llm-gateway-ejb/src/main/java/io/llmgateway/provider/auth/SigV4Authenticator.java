package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS: signs the request itself, with an access key, its secret, and for temporary credentials a
 * session token. The region is the channel's, or is read from a host such as {@code
 * bedrock-runtime.us-east-1.amazonaws.com}.
 */
final class SigV4Authenticator implements Authenticator {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern HOST = Pattern.compile("[\\w-]+\\.([a-z0-9-]+)\\.amazonaws\\..+");

  private final String service;
  private final Clock clock;

  /**
   * @param service the name under which the service signs: {@code bedrock}
   */
  SigV4Authenticator(String service, Clock clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, ':') != null;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    String time = TIME.format(clock.instant());
    String session = endpoint.options().get("session-token");
    Map<String, String> headers = new HashMap<>();
    headers.put("host", UriText.host(request.uri()));
    headers.put("x-amz-date", time);
    headers.put("content-type", request.headers().getOrDefault("Content-Type", "application/json"));
    if (session != null) {
      headers.put("x-amz-security-token", session);
    }
    V4Signature.Subject subject =
        new V4Signature.Subject(
            request.method(),
            // the path as sent, encoded once more, as all services but S3 want it
            UriText.encodePath(request.uri().getRawPath()),
            UriText.canonicalQuery(UriText.parameters(request.uri())),
            V4Signature.sorted(headers),
            Digests.sha256(request.body()));
    KeyPair pair = KeyPair.of(endpoint, ':');
    headers.put(
        "Authorization",
        V4Signature.AWS.authorization(pair, subject, time, region(endpoint, request), service));
    headers.remove("host");
    return request.withHeaders(named(headers));
  }

  /** The content type under the name that it already has. */
  private static Map<String, String> named(Map<String, String> headers) {
    headers.put("Content-Type", headers.remove("content-type"));
    return headers;
  }

  private static String region(Endpoint endpoint, UpstreamRequest request) {
    String region = endpoint.options().get("region");
    Matcher host = HOST.matcher(String.valueOf(request.uri().getHost()));
    return region != null ? region : host.matches() ? host.group(1) : "us-east-1";
  }
}
