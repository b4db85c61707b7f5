/** Ollama's own API (https://github.com/ollama/ollama/blob/main/docs/api.md): lines of JSON. */
package io.llmgateway.provider.ollama;
