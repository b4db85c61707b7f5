/**
 * What makes a weak model look complete: decorators over {@link io.llmgateway.chat.LanguageModel},
 * each named for its effect, each working event by event.
 *
 * <p>The order, from the client's side to the provider's: {@link io.llmgateway.model.ToolSelector}
 * (not too many tools), {@link io.llmgateway.model.ArgumentRepair} (nothing but complete and valid
 * arguments goes out), {@link io.llmgateway.model.SchemaSimplifier} (schemas the model can follow),
 * {@link io.llmgateway.model.SerialToolCalls} (one call at a time), {@link
 * io.llmgateway.model.ToolCallShim} (tools for a model that has none). A model gets only those that
 * it needs.
 *
 * <p>Plain Java with {@code jakarta.json}; depends on {@code chat} and {@code catalog} only.
 */
package io.llmgateway.model;
