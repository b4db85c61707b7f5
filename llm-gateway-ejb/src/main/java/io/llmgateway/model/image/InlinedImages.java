package io.llmgateway.model.image;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The images of one request, each fetched once however often it is named. */
final class InlinedImages {
  private final ImageSource source;
  private final ImageLimits limits;
  private final Cancellation cancellation;
  private final Map<String, String> fetched = new HashMap<>(2);
  private int left;

  InlinedImages(ImageSource source, ImageLimits limits, Cancellation cancellation) {
    this.source = source;
    this.limits = limits;
    this.cancellation = cancellation;
    this.left = limits.bytesTogether();
  }

  /**
   * @param place of the address in the request
   * @return the image as a data URL, or null when it is one already
   * @throws ChatException.Final INVALID_REQUEST when it can not be had
   */
  String data(String url, String place) {
    if (url.regionMatches(true, 0, "data:", 0, "data:".length())) {
      return null;
    }
    String known = fetched.get(url);
    if (known == null) {
      known = fetch(url, place);
      fetched.put(url, known);
    }
    return known;
  }

  private String fetch(String url, String place) {
    URI uri = uri(url, place);
    if (fetched.size() >= limits.images()) {
      throw refused("there are more than " + limits.images() + " by address", place);
    }
    if (left == 0) {
      throw refused("the images have too many bytes together", place);
    }
    byte[] image = bytes(uri, place);
    ImageType type = ImageType.of(image);
    if (type == null) {
      throw refused("it is none of PNG, JPEG, GIF and WebP", place);
    }
    left -= image.length;
    return "data:" + type.mediaType() + ";base64," + Base64.getEncoder().encodeToString(image);
  }

  private byte[] bytes(URI uri, String place) {
    int most = Math.min(left, limits.bytesEach());
    try {
      byte[] image = source.fetch(uri, most, cancellation);
      if (image.length > most) {
        throw refused("it has more than " + most + " bytes", place);
      }
      return image;
    } catch (IOException e) {
      if (cancellation.cancelled()) {
        throw new ChatException.Retryable(
            ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "The call was cancelled");
      }
      throw refused("it could not be fetched from its address", place);
    }
  }

  private static URI uri(String url, String place) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (scheme.equals("http") || scheme.equals("https")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw refused("its address can not be read", place);
    }
    throw refused("its address is not of the scheme http, https or data", place);
  }

  private static ChatException refused(String why, String place) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "An image can not be used: " + why + ".", place);
  }
}
