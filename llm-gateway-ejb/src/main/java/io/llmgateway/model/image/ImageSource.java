package io.llmgateway.model.image;

import io.llmgateway.chat.Cancellation;
import java.io.IOException;
import java.net.URI;

/** Fetches images from addresses that clients name, and must not be led into inner networks. */
@FunctionalInterface
public interface ImageSource {

  /**
   * @param most bytes
   * @throws IOException when there is no such image, or it may not be fetched
   */
  byte[] fetch(URI uri, int most, Cancellation cancellation) throws IOException;
}
