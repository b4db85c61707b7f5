package io.llmgateway.model.image;

import java.nio.charset.StandardCharsets;

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
  private final String beginning;
  private final int then;
  private final String after;

  ImageType(String mediaType, String beginning, int then, String after) {
    this.mediaType = mediaType;
    this.beginning = beginning;
    this.then = then;
    this.after = after;
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

  private static boolean stands(String what, byte[] in, int at) {
    int end = at + what.length();
    return in.length >= end
        && what.equals(new String(in, at, what.length(), StandardCharsets.ISO_8859_1));
  }
}
