/**
 * JSON answers from models that do not give them by themselves: {@link
 * io.llmgateway.model.json.JsonModel} instructs the model, takes the document out of what it
 * writes, checks it, and asks once more before it fails.
 *
 * <p>Depends on {@code chat}, {@code model.schema} and {@code model.stream}.
 */
package io.llmgateway.model.json;
