package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tencent Cloud: signs the exact bytes of the request with SecretId and SecretKey
 * (https://cloud.tencent.com/document/api/213/30654). The wire names the action in {@code
 * X-TC-Action}; the service is the first label of the host unless the channel says otherwise.
 */
final class Tc3Authenticator implements Authenticator {
  private static final String ACTION = "X-TC-Action";
  private static final String JSON = "application/json";

  private final Clock clock;

  Tc3Authenticator(Clock clock) {
    this.clock = clock;
  }

  /** What is signed, by TC3-HMAC-SHA256. */
  record Subject(
      String service, String host, String contentType, String action, long seconds, byte[] body) {

    String authorization(KeyPair pair) {
      String day = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC).toLocalDate().toString();
      String names = "content-type;host" + (action == null ? "" : ";x-tc-action");
      String canonical =
          "POST\n/\n\ncontent-type:"
              + contentType
              + "\nhost:"
              + host
              + (action == null ? "" : "\nx-tc-action:" + action.toLowerCase(Locale.ROOT))
              + "\n\n"
              + names
              + '\n'
              + Digests.sha256(body);
      String scope = day + '/' + service + "/tc3_request";
      String signed =
          "TC3-HMAC-SHA256\n" + seconds + '\n' + scope + '\n' + Digests.sha256(canonical);
      byte[] key = Digests.hmac("TC3" + pair.secret(), day);
      key = Digests.hmac(key, service);
      key = Digests.hmac(key, "tc3_request");
      return "TC3-HMAC-SHA256 Credential="
          + pair.id()
          + '/'
          + scope
          + ", SignedHeaders="
          + names
          + ", Signature="
          + Digests.hex(Digests.hmac(key, signed));
    }
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, ':') != null;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    String host = UriText.host(request.uri());
    String service = endpoint.options().getOrDefault("service", service(host));
    long seconds = clock.instant().getEpochSecond();
    Subject subject =
        new Subject(service, host, JSON, request.headers().get(ACTION), seconds, request.body());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", JSON);
    headers.put("X-TC-Timestamp", Long.toString(seconds));
    headers.put("Authorization", subject.authorization(KeyPair.of(endpoint, ':')));
    String region = endpoint.options().get("region");
    if (region != null) {
      headers.put("X-TC-Region", region);
    }
    String session = endpoint.options().get("session-token");
    if (session != null) {
      headers.put("X-TC-Token", session);
    }
    return request.withHeaders(headers);
  }

  /** The vendor's hosts are called after their services; behind a proxy it is the usual one. */
  private static String service(String host) {
    int dot = host.indexOf('.');
    return dot > 0 && host.contains(".tencentcloudapi.") ? host.substring(0, dot) : "hunyuan";
  }
}
