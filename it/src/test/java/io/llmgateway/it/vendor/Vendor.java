package io.llmgateway.it.vendor;

import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.util.Map;

/** One vendor, simulated: what it says to a request in its own words, and how a channel is set. */
interface Vendor {
  /**
   * @return the provider in the catalogue
   */
  String provider();

  /**
   * @return the vendor's model
   */
  String model();

  /**
   * @return what stands in the channel's credential
   */
  default String key() {
    return "sk-vendor-" + provider();
  }

  /**
   * @return what is appended to the simulator's address ({@code http://host:port})
   */
  default String base() {
    return "";
  }

  /**
   * @return further settings of the channel
   */
  default Map<String, String> settings(Simulator simulator) {
    return Map.of();
  }

  /** Whether its models call several tools at once. */
  default boolean parallel() {
    return true;
  }

  /** Whether it shows reasoning. */
  default boolean reasons() {
    return true;
  }

  /** Whether an answer can be cut off by a filter. */
  default boolean filters() {
    return true;
  }

  /** Whether it is paid in advance, so that an account can be empty. */
  default boolean hasQuota() {
    return true;
  }

  /**
   * @return the model for embeddings, or null when there is none
   */
  default String embeddingModel() {
    return null;
  }

  /** Says what the vendor says. */
  Script answer(Exchange request);
}
