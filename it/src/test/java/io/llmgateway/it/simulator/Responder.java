package io.llmgateway.it.simulator;

/** Chooses the script for a request. */
@FunctionalInterface
public interface Responder {
  Script answer(Exchange request);
}
