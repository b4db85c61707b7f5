/**
 * JSON answers from models that do not give them by themselves: {@link
 * io.llmgateway.model.json.JsonModel} instructs the model, takes the document out of what it
 * writes, checks it, and asks once more before it fails.
 *
 * <p>Depends on {@code chat} and {@code jakarta.json}. {@link
 * io.llmgateway.model.json.SchemaValidator} serves any document and schema.
 */
package io.llmgateway.model.json;
