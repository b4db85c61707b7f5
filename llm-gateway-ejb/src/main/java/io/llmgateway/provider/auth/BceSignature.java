package io.llmgateway.provider.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Baidu's bce-auth-v1 (https://cloud.baidu.com/doc/Reference/s/Njwvz1wot): the signing key is the
 * hexadecimal text of a first HMAC, not its bytes.
 */
final class BceSignature {
  /** How long a signature is good for, in seconds. */
  static final int EXPIRES = 1800;

  private BceSignature() {}

  /**
   * @param path decoded, from the root
   * @param parameters of the query, decoded; a value may be null
   * @param headers those to sign, by any names
   * @param named whether the names of the signed headers stand in the result; without them the
   *     service takes its defaults
   * @param time {@code 2025-01-01T00:00:00Z}
   * @return the value of {@code Authorization}
   */
  static String authorization(
      KeyPair pair,
      String method,
      String path,
      List<Map.Entry<String, String>> parameters,
      Map<String, String> headers,
      boolean named,
      String time) {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value.trim()));
    List<String> lines = new ArrayList<>();
    lower.forEach((name, value) -> lines.add(UriText.encode(name) + ':' + UriText.encode(value)));
    lines.sort(null);
    String canonical =
        String.join(
            "\n",
            method,
            UriText.encodePath(path),
            UriText.canonicalQuery(parameters),
            String.join("\n", lines));
    String prefix = "bce-auth-v1/" + pair.id() + '/' + time + '/' + EXPIRES;
    String key = Digests.hex(Digests.hmac(pair.secret(), prefix));
    return prefix
        + '/'
        + (named ? String.join(";", lower.keySet()) : "")
        + '/'
        + Digests.hex(Digests.hmac(key, canonical));
  }
}
