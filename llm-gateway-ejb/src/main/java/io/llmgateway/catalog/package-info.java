/**
 * Declarative facts about providers and models, read from {@code resources/catalog}: addresses,
 * environment variables, capabilities, context sizes, list prices with their source. No behaviour
 * of a vendor lives here.
 *
 * <p>Depends on {@code java..} and {@code jakarta.json} only. No float or double: prices are exact.
 */
package io.llmgateway.catalog;
