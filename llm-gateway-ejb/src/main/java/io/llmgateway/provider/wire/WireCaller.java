package io.llmgateway.provider.wire;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.auth.Authenticator;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Posts documents to one endpoint, with its credential, and lets only answers through. */
public final class WireCaller {
  private static final int MAX_ERROR_BODY = 64 * 1024;

  private final UpstreamClient client;
  private final Authenticator authenticator;
  private final Endpoint endpoint;
  private final Consumer<String> adjusted;
  private final Set<String> dropped;
  private volatile UpstreamRequest sent;

  /**
   * @param adjusted learns what is not sent as the client said it, before the call
   * @param dropped fields that this provider does not take, though its wire has words for them
   */
  public WireCaller(
      UpstreamClient client,
      Authenticator authenticator,
      Endpoint endpoint,
      Consumer<String> adjusted,
      Set<String> dropped) {
    this.client = client;
    this.authenticator = authenticator;
    this.endpoint = endpoint;
    this.adjusted = adjusted;
    this.dropped = dropped;
  }

  /**
   * @param fields those that the wire has words for
   */
  public Asked asked(ChatRequest request, Set<String> fields) {
    return new Asked(request, CardOptions.without(fields, dropped));
  }

  /** Tells what is not sent as the client said it. */
  public void adjusted(List<String> changes) {
    changes.forEach(adjusted);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * @param path appended to the endpoint's address
   * @param headers beside the credential
   * @return an answer with a status of 2xx; the caller closes it
   * @throws ChatException when the provider can not be reached, or refuses
   */
  public UpstreamExchange post(
      String path,
      Map<String, String> headers,
      byte[] body,
      boolean stream,
      Cancellation cancellation) {
    URI uri = URI.create(endpoint.baseUrl() + path);
    UpstreamRequest request =
        authenticated(
            new UpstreamRequest(uri, headers, body, stream, endpoint.timeouts()), cancellation);
    UpstreamExchange exchange = client.post(request, cancellation);
    if (exchange.status() / 100 == 2) {
      return exchange;
    }
    try (exchange) {
      byte[] words = exchange.refusal(MAX_ERROR_BODY);
      throw OutcomeClassifier.refusal(exchange.status(), exchange::header, words)
          .exception(endpoint, false);
    }
  }

  /**
   * @return the request with its credential
   */
  public UpstreamRequest authenticated(UpstreamRequest request, Cancellation cancellation) {
    UpstreamRequest ready = authenticator.authenticate(request, endpoint, cancellation);
    sent = ready;
    return ready;
  }

  /**
   * The provider refused the credential of the latest request.
   *
   * @return whether sending once more makes sense
   */
  public boolean renew() {
    UpstreamRequest latest = sent;
    return latest != null && authenticator.renew(endpoint, latest);
  }
}
