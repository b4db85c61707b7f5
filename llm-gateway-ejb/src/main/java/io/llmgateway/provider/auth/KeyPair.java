package io.llmgateway.provider.auth;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;

/** A credential of two parts: the channel's key with its {@code secret-key}, or both in one. */
record KeyPair(String id, String secret) {

  /**
   * @param separator what stands between the parts of a combined key
   * @return null when the channel has no such credential
   */
  static KeyPair find(Endpoint endpoint, char separator) {
    String key = endpoint.apiKey();
    if (key == null || key.isEmpty()) {
      return null;
    }
    String secret = endpoint.options().get("secret-key");
    if (secret != null) {
      return new KeyPair(key, secret);
    }
    int at = key.indexOf(separator);
    return at < 1 || at == key.length() - 1
        ? null
        : new KeyPair(key.substring(0, at), key.substring(at + 1));
  }

  /**
   * @throws ChatException.Retryable AUTH when the channel has no such credential
   */
  static KeyPair of(Endpoint endpoint, char separator) {
    KeyPair pair = find(endpoint, separator);
    if (pair == null) {
      throw new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR,
          Outcome.AUTH,
          "The channel's credential lacks its second part (secret-key)");
    }
    return pair;
  }

  /** Without the parts. */
  @Override
  public String toString() {
    return "KeyPair";
  }
}
