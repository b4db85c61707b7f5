package io.llmgateway.provider.transport;

import io.llmgateway.chat.Timeouts;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * One POST of a JSON document.
 *
 * @param uri the full address
 * @param headers beyond those that the client sets itself (content type and length, accept, host)
 * @param body UTF-8 JSON; not copied, not to be changed afterwards
 * @param stream whether events are wanted, and so whether the first-token and idle deadlines apply
 * @param timeouts the deadlines of this attempt
 */
public record UpstreamRequest(
    URI uri, Map<String, String> headers, byte[] body, boolean stream, Timeouts timeouts) {
  public UpstreamRequest {
    Objects.requireNonNull(uri);
    Objects.requireNonNull(headers);
    Objects.requireNonNull(body);
    Objects.requireNonNull(timeouts);
  }

  /** Without headers and body, which hold the credential and the prompt. */
  @Override
  public String toString() {
    return "UpstreamRequest[" + body.length + " bytes]";
  }
}
