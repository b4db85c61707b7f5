package io.llmgateway.routing;

import java.util.Locale;

/**
 * A model that a route leads through.
 *
 * @param model a public name
 */
record Leg(String model, Why why) {
  /** How the model came into the route. */
  enum Why {
    /** The client asked for it. */
    REQUESTED,
    /** A share of the users gets it in place of the requested one. */
    SPLIT,
    /** A virtual model has chosen it. */
    CHOSEN,
    /** The operator's fallback. */
    FALLBACK,
    /** The client's own fallback. */
    CLIENT_FALLBACK;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
