package io.llmgateway.provider.auth;

import java.util.Map;
import java.util.TreeMap;

/**
 * Signatures by derived keys, as AWS invented them and Volcengine took them over.
 *
 * <p>AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html. Volcengine:
 * https://www.volcengine.com/docs/6369/67270 (the secret is the literal text, also where it looks
 * like base64).
 */
enum V4Signature {
  AWS("AWS4-HMAC-SHA256", "AWS4", "aws4_request"),
  VOLCENGINE("HMAC-SHA256", "", "request");

  private final String algorithm;
  private final String prefix;
  private final String end;

  V4Signature(String algorithm, String prefix, String end) {
    this.algorithm = algorithm;
    this.prefix = prefix;
    this.end = end;
  }

  /**
   * @param canonicalPath encoded as the service wants it
   * @param canonicalQuery as {@link UriText#canonicalQuery} makes it
   * @param headers the headers to sign, by lower-case names, in the order in which they are signed
   */
  record Subject(
      String method,
      String canonicalPath,
      String canonicalQuery,
      Map<String, String> headers,
      String bodyHash) {

    String canonical() {
      StringBuilder text = new StringBuilder(512);
      text.append(method).append('\n').append(canonicalPath).append('\n').append(canonicalQuery);
      text.append('\n');
      headers.forEach(
          (name, value) -> text.append(name).append(':').append(value.trim()).append('\n'));
      return text.append('\n').append(names()).append('\n').append(bodyHash).toString();
    }

    String names() {
      return String.join(";", headers.keySet());
    }
  }

  /**
   * @param time {@code 20250108T072336Z}
   * @return the value of {@code Authorization}
   */
  String authorization(KeyPair pair, Subject subject, String time, String region, String service) {
    String day = time.substring(0, 8);
    String scope = day + '/' + region + '/' + service + '/' + end;
    String signed =
        algorithm + '\n' + time + '\n' + scope + '\n' + Digests.sha256(subject.canonical());
    byte[] key = Digests.hmac(prefix + pair.secret(), day);
    key = Digests.hmac(key, region);
    key = Digests.hmac(key, service);
    key = Digests.hmac(key, end);
    return algorithm
        + " Credential="
        + pair.id()
        + '/'
        + scope
        + ", SignedHeaders="
        + subject.names()
        + ", Signature="
        + Digests.hex(Digests.hmac(key, signed));
  }

  /**
   * @return headers in the order of their names, which both vendors recommend
   */
  static Map<String, String> sorted(Map<String, String> headers) {
    return new TreeMap<>(headers);
  }
}
