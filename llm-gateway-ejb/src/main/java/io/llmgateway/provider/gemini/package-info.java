/**
 * Google's generateContent (https://ai.google.dev/api/generate-content), at the Gemini API and at
 * Vertex.
 */
package io.llmgateway.provider.gemini;
