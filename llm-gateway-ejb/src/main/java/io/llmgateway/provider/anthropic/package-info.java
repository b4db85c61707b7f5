/**
 * Anthropic's Messages API (https://docs.anthropic.com/en/api/messages), also as Bedrock and Vertex
 * sell it. Prompt caching and thinking blocks travel in both directions.
 */
package io.llmgateway.provider.anthropic;
