/**
 * The vocabulary and the contract of a model call: {@link io.llmgateway.chat.LanguageModel} turns a
 * {@link io.llmgateway.chat.ChatRequest} into a {@link io.llmgateway.chat.ChatStream} of {@link
 * io.llmgateway.chat.ChatEvent}s.
 *
 * <p>Depends on {@code java..} and on {@code jakarta.json} (as an immutable document model, so that
 * fields nobody here knows travel on unharmed), and on no other room. No HTTP, no persistence, no
 * vendor.
 *
 * <p>Read next: {@code io.llmgateway.ChatGateway}, which spends these words.
 */
package io.llmgateway.chat;
