/**
 * The wire of OpenAI's Chat Completions and Embeddings, as OpenAI and the many compatible vendors
 * speak it. A vendor is data: its card's {@code wireOptions}, listed at {@link
 * io.llmgateway.provider.openai.WireOptions}. What vendors do differently in their answers is
 * accepted from all of them, without asking who it is.
 *
 * <p>Read next: {@link io.llmgateway.provider.openai.OpenAiProvider}, then {@link
 * io.llmgateway.provider.openai.OpenAiChunkTranslator}.
 */
package io.llmgateway.provider.openai;
