package io.llmgateway.provider.auth;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * iFlytek's WebSockets: API key and secret sign host, date and request line, and the signature goes
 * into the query (https://www.xfyun.cn/doc/spark/general_url_authentication.html). It holds for 300
 * seconds, so each connection is signed anew.
 */
final class SparkUrlAuthenticator implements Authenticator {
  /** RFC 1123 with two digits for the day, as the vendor's examples have it. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;

  SparkUrlAuthenticator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean fits(Endpoint endpoint) {
    return KeyPair.find(endpoint, ':') != null;
  }

  @Override
  public UpstreamRequest authenticate(
      UpstreamRequest request, Endpoint endpoint, Cancellation cancellation) {
    String date = DATE.format(clock.instant());
    return request.withUri(signed(KeyPair.of(endpoint, ':'), request.uri(), date));
  }

  static URI signed(KeyPair pair, URI uri, String date) {
    String host = UriText.host(uri);
    String origin =
        "host: " + host + "\ndate: " + date + "\nGET " + UriText.path(uri) + " HTTP/1.1";
    String signature = Digests.base64(Digests.hmac(pair.secret(), origin));
    String authorization =
        Digests.base64(
            Digests.bytes(
                "api_key=\""
                    + pair.id()
                    + "\", algorithm=\"hmac-sha256\", headers=\"host date request-line\","
                    + " signature=\""
                    + signature
                    + "\""));
    return URI.create(
        uri
            + "?authorization="
            + form(authorization)
            + "&date="
            + form(date)
            + "&host="
            + form(host));
  }

  private static String form(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
