package io.llmgateway.catalog;

/**
 * Whether a model's service is filed with the authority of its country (in China, the CAC's list of
 * generative AI services). A filing has a number and belongs to a service: that a vendor's brand
 * has one is worth knowing, and proves nothing of one model.
 *
 * @param reference the number, or null when there is none to show
 * @param source who says so, or null when nothing is known
 */
public record Filing(String reference, String source) {
  public static final Filing UNKNOWN = new Filing(null, null);

  /**
   * @return whether a policy may rely on it
   */
  public boolean proven() {
    return reference != null;
  }

  /**
   * @return {@code filed}, {@code brand} when only the vendor's brand is said to be, or {@code
   *     unknown}
   */
  public String status() {
    return proven() ? "filed" : source != null ? "brand" : "unknown";
  }
}
