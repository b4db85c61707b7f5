package io.llmgateway.provider.transport;

import io.llmgateway.chat.Timeouts;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One request to a provider, most often a POST of a JSON document.
 *
 * @param method {@code POST}, or {@code GET} with an empty body
 * @param uri the full address
 * @param headers beyond those that the client sets itself (content length, accept, host); a content
 *     type goes before the client's {@code application/json}
 * @param body UTF-8; not copied, not to be changed afterwards
 * @param stream whether events are wanted, and so whether the first-token and idle deadlines apply
 * @param timeouts the deadlines of this attempt
 */
public record UpstreamRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    byte[] body,
    boolean stream,
    Timeouts timeouts) {
  public UpstreamRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(uri);
    Objects.requireNonNull(headers);
    Objects.requireNonNull(body);
    Objects.requireNonNull(timeouts);
  }

  /** A POST. */
  public UpstreamRequest(
      URI uri, Map<String, String> headers, byte[] body, boolean stream, Timeouts timeouts) {
    this("POST", uri, headers, body, stream, timeouts);
  }

  /**
   * @return the same request with one more header, or another value of it
   */
  public UpstreamRequest withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  /**
   * @return the same request with more headers, or other values of them
   */
  public UpstreamRequest withHeaders(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new UpstreamRequest(method, uri, all, body, stream, timeouts);
  }

  /**
   * @return the same request to another address
   */
  public UpstreamRequest withUri(URI address) {
    return new UpstreamRequest(method, address, headers, body, stream, timeouts);
  }

  /** Without headers and body, which hold the credential and the prompt. */
  @Override
  public String toString() {
    return "UpstreamRequest[" + body.length + " bytes]";
  }
}
