package io.llmgateway.catalog;

/** A catalogue file that breaks its own rules; the message names the file and the place in it. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogException(String place, String reason) {
    super("catalog/" + place + ": " + reason);
  }

  CatalogException(String place, String reason, Throwable cause) {
    super("catalog/" + place + ": " + reason, cause);
  }
}
