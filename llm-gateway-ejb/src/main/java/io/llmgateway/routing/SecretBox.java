package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the secrets of a channel for the database with AES-256-GCM (NIST SP 800-38D). The channel's
 * name is authenticated with them, so that a row's secrets can not be moved to another channel.
 */
public final class SecretBox {
  public static final String PROPERTY = "gateway.secret-key";

  private static final String VERSION = "1:";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final List<SecretKey> keys;

  /** Says that a text can not be opened; never says why, nor what was in it. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("sealed with another key, or damaged");
    }
  }

  private SecretBox(List<SecretKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * @return a box with the keys of {@code gateway.secret-key}: each 32 bytes in Base64. The first
   *     seals, all open, so that a key can be changed
   * @throws ConfigException when one is no such key
   */
  public static SecretBox from(ConfigView view) {
    List<SecretKey> keys = new ArrayList<>();
    for (String text : view.list(PROPERTY)) {
      byte[] key;
      try {
        key = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw unusable();
      }
      if (key.length != KEY_BYTES) {
        throw unusable();
      }
      keys.add(new SecretKeySpec(key, "AES"));
    }
    return new SecretBox(keys);
  }

  private static ConfigException unusable() {
    return new ConfigException(
        PROPERTY, "must be 32 bytes in Base64, as of: openssl rand -base64 32");
  }

  /**
   * @return whether there is a key to seal with
   */
  public boolean usable() {
    return !keys.isEmpty();
  }

  /**
   * @return text that only a box with the same key opens
   */
  public String seal(String channel, Map<String, String> secrets) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] plain = ChannelRow.written(secrets).toString().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), channel, nonce).doFinal(plain);
      ByteBuffer all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
      return VERSION + Base64.getEncoder().encodeToString(all.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * @param sealed what {@link #seal} gave, or null for no secrets
   * @throws Unreadable when none of the keys opens it
   */
  public Map<String, String> open(String channel, String sealed) throws Unreadable {
    if (sealed == null) {
      return Map.of();
    }
    byte[] all = bytes(sealed);
    byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
    for (SecretKey key : keys) {
      try {
        byte[] plain =
            cipher(Cipher.DECRYPT_MODE, key, channel, nonce)
                .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        return ChannelRow.read(new String(plain, StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        continue; // perhaps the next key
      }
    }
    throw new Unreadable();
  }

  private static byte[] bytes(String sealed) throws Unreadable {
    if (!sealed.startsWith(VERSION)) {
      throw new Unreadable();
    }
    try {
      byte[] all = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
      if (all.length > NONCE_BYTES) {
        return all;
      }
    } catch (IllegalArgumentException e) {
      throw new Unreadable();
    }
    throw new Unreadable();
  }

  private static Cipher cipher(int mode, SecretKey key, String channel, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(channel.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
