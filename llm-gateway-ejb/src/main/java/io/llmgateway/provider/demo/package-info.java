/**
 * A provider that lives inside the gateway and answers without any key, so that the first call
 * works offline. It is no model: it repeats what it was told, calls the tools it was given with
 * sample arguments, and counts its words. Only the development configuration switches it on.
 */
package io.llmgateway.provider.demo;
