package io.llmgateway.ledger.idempotency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** JSON text made small, and of characters that every database keeps as they are. */
public final class PackedText {
  private PackedText() {}

  /**
   * @param json a JSON document; halves of surrogate pairs in its strings survive
   * @return letters, digits, and {@code +/=}
   */
  public static String pack(CharSequence json) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(encodable(json).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  /**
   * @throws IllegalArgumentException when the text was not packed
   */
  public static String unpack(String packed) {
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return new String(inflater.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a packed text", e);
    }
  }

  /** UTF-8 has no half pairs, JSON's escapes have. */
  private static String encodable(CharSequence json) {
    StringBuilder text = null;
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (pair) {
        i++;
        continue;
      }
      text = text == null ? new StringBuilder(json.length() + 16) : text;
      text.append(json, copied, i).append(String.format("\\u%04x", (int) c));
      copied = i + 1;
    }
    return text == null ? json.toString() : text.append(json, copied, json.length()).toString();
  }
}
