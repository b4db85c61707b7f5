/**
 * What a prompt is like, found out from its document alone: what it needs of a model, its kind of
 * task, its language, and which conversation it belongs to. Cheap, local, and only when asked for.
 *
 * <p>Read next: {@link io.llmgateway.routing.prompt.PromptTraits}.
 */
package io.llmgateway.routing.prompt;
