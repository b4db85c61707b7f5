package io.llmgateway.chat;

import jakarta.json.JsonArray;

/**
 * Vectors in the order of the inputs.
 *
 * @param data OpenAI's {@code data} array; each {@code embedding} is an array of numbers or, as the
 *     provider chose, a base64 text of little-endian 32-bit floats
 * @param usage the tokens, or null when the provider reported none or refused ones
 */
public record EmbeddingAnswer(JsonArray data, Usage usage) {}
