/**
 * JSON at the front: a strict reader for what strangers send, and a writer of bytes for the hot
 * path of a stream. Knows no HTTP and no field of any API.
 *
 * <p>Depends on {@code jakarta.json} as document model and on {@code io.llmgateway.chat} for its
 * exceptions. Read next: {@link io.llmgateway.api.json.StrictJson}.
 */
package io.llmgateway.api.json;
