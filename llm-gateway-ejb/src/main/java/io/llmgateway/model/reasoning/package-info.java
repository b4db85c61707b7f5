/**
 * Reasoning ("thinking") of models, told apart from their answers and switched on and off: {@link
 * io.llmgateway.model.reasoning.ReasoningExtractor} finds it in the text, {@link
 * io.llmgateway.model.reasoning.ThinkingSwitch} turns what the client asks for into the words of
 * the provider, {@link io.llmgateway.model.reasoning.ReasoningHistory} writes or removes it in
 * earlier messages.
 *
 * <p>Depends on {@code chat} and {@code model.stream}. What stands in fields and parts of its own
 * ({@code reasoning}, {@code reasoning_details}, thinking blocks) is read by the wires already.
 */
package io.llmgateway.model.reasoning;
