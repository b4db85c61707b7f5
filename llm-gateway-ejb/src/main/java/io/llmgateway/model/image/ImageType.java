package io.llmgateway.model.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The types of images that models take, told by how they begin, whatever a server says they are
 * (https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern).
 */
enum ImageType {
  PNG("image/png", "\u0089PNG\r\n\u001a\n", 0, ""),
  JPEG("image/jpeg", "\u00ff\u00d8\u00ff", 0, ""),
  GIF("image/gif", "GIF8", 0, ""),
  WEBP("image/webp", "RIFF", 8, "WEBP");

  private final String mediaType;
  private final byte[] beginning;
  private final int then;
  private final byte[] after;

  ImageType(String mediaType, String beginning, int then, String after) {
    this.mediaType = mediaType;
    this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
    this.then = then;
    this.after = after.getBytes(StandardCharsets.ISO_8859_1);
  }

  String mediaType() {
    return mediaType;
  }

  /**
   * @return null when it is none of these
   */
  static ImageType of(byte[] image) {
    for (ImageType type : values()) {
      if (stands(type.beginning, image, 0) && stands(type.after, image, type.then)) {
        return type;
      }
    }
    return null;
  }

  private static boolean stands(byte[] what, byte[] in, int at) {
    int end = at + what.length;
    return in.length >= end && Arrays.equals(what, 0, what.length, in, at, end);
  }
}
