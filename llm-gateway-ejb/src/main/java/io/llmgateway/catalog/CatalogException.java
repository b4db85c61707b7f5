package io.llmgateway.catalog;

import java.io.File;

/** A catalogue file that breaks its own rules; the message names the file and the place in it. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CatalogException(String place, String reason) {
    super(named(place) + ": " + reason);
  }

  CatalogException(String place, String reason, Throwable cause) {
    super(named(place) + ": " + reason, cause);
  }

  /** A shipped file by its name, an operator's by its path. */
  private static String named(String place) {
    return place.indexOf(File.separatorChar) < 0 ? "catalog/" + place : place;
  }
}
