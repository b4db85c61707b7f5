package io.llmgateway;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Where alerts are sent.
 *
 * @param url null for nowhere
 * @param secret signs them, or null
 */
record AlertSettings(URI url, String secret) {
  static final AlertSettings NONE = new AlertSettings(null, null);

  private static final String URL = "gateway.alert.webhook.url";
  private static final String SECRET = "gateway.alert.webhook.secret";

  /**
   * @throws ConfigException naming the property that can not be used
   */
  static AlertSettings from(ConfigView view) {
    String secret = view.text(SECRET).orElse(null);
    if (secret == null && view.has(SECRET)) {
      throw new ConfigException(SECRET, "is empty: alerts would not be signed");
    }
    return new AlertSettings(view.text(URL).map(AlertSettings::url).orElse(null), secret);
  }

  private static URI url(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null
          && Set.of("http", "https").contains(scheme)
          && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below, without the text: a query may hold a token
    }
    throw new ConfigException(URL, "is not an absolute http or https URL without a user");
  }

  /** Without the secret, and without the address, in which there may be one. */
  @Override
  public String toString() {
    return "AlertSettings[" + (url == null ? "none" : "webhook") + "]";
  }
}
