package io.llmgateway.api.exchange;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.idempotency.RequestKey;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Idempotency-Key of a request, and the hash of the request, which grows with its body: two
 * requests are the same when method, path and every byte of the body are.
 */
final class RequestFingerprint {
  static final String HEADER = "idempotency-key";

  private static final Pattern VALID = Pattern.compile("[!-~]{1,255}");

  private final String key;
  private final MessageDigest digest;

  private RequestFingerprint(String key, MessageDigest digest) {
    this.key = key;
    this.digest = digest;
  }

  /**
   * @return null when the request has no key
   * @throws ChatException.Final when its key can not be used
   */
  static RequestFingerprint of(HttpServletRequest http) {
    if (http.getHeader(HEADER) == null) {
      return null;
    }
    List<String> values = Collections.list(http.getHeaders(HEADER));
    if (values.size() != 1 || !VALID.matcher(values.get(0)).matches()) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST,
          "The header Idempotency-Key must be one of 1 to 255 visible ASCII characters.",
          "idempotency_key");
    }
    MessageDigest digest = sha256();
    String path = http.getRequestURI().substring(http.getContextPath().length());
    digest.update((http.getMethod() + ' ' + path + '\n').getBytes(StandardCharsets.UTF_8));
    return new RequestFingerprint(values.get(0), digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param body holds the whole body in its first {@code length} bytes
   */
  RequestKey with(byte[] body, int length) {
    digest.update(body, 0, length);
    return new RequestKey(key, HexFormat.of().formatHex(digest.digest()));
  }
}
