/**
 * Whether a document is as a JSON schema wants it: {@link
 * io.llmgateway.model.schema.SchemaValidator}, for the arguments of tools and for JSON answers.
 *
 * <p>Depends on {@code jakarta.json} alone.
 */
package io.llmgateway.model.schema;
