/**
 * Requests and answers in OpenAI's words, without HTTP: readers check a document and make a {@code
 * ChatRequest} of it, encoders turn {@code ChatEvent}s into chunks, folds turn them into one
 * answer.
 *
 * <p>Read next: {@link io.llmgateway.api.chat.ChatRequestReader}, {@link
 * io.llmgateway.api.chat.ChatChunks}, {@link io.llmgateway.api.chat.ChatCompletionFold}.
 */
package io.llmgateway.api.chat;
