package io.llmgateway.model.image;

/**
 * @param images that are fetched for one request at most
 * @param bytesEach of one image at most
 * @param bytesTogether of all that are fetched for one request at most
 */
public record ImageLimits(int images, int bytesEach, int bytesTogether) {
  private static final int MEGABYTE = 1024 * 1024;

  /** What most models take: 16 images, 10 MiB each, 20 MiB together. */
  public static final ImageLimits USUAL = new ImageLimits(16, 10 * MEGABYTE, 20 * MEGABYTE);

  public ImageLimits {
    if (images < 1 || bytesEach < 1 || bytesTogether < 1) {
      throw new IllegalArgumentException("a limit of images must be positive");
    }
  }
}
